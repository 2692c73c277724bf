package io.pannier.kernels.bench;

import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.Sequences;

/** The drawn products of one request, for both sides. */
final class CandidateSample {
  private final int[] items;
  private final int[] categories;
  private final int[] prices;

  CandidateSample(ComposerSpec spec, int count) {
    items = Samples.ids(11, count, spec.items());
    categories = Samples.ids(12, count, spec.categories());
    prices = Samples.ids(13, count, spec.priceBuckets());
  }

  int count() {
    return items.length;
  }

  CandidateBatch batch() {
    return new CandidateBatch(Sequences.of(0, items.length), items, categories, prices, null);
  }

  /** Sets the inputs of a decoder graph. */
  void feed(OnnxSession session) {
    session.input("items", items, items.length);
    session.input("categories", categories, items.length);
    session.input("prices", prices, items.length);
  }
}
