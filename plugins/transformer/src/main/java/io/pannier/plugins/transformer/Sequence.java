package io.pannier.plugins.transformer;

import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Sequences;
import java.util.Arrays;

/**
 * One of the sequences of a batch, in arrays of its own.
 *
 * @param alone a batch of this sequence only
 * @param inCart how many of its events, the last ones, are the cart's
 */
record Sequence(EventBatch alone, int inCart) {
  static Sequence of(EventBatch batch, int number, int inCart) {
    int from = batch.sequences().offsets()[number];
    int to = batch.sequences().offsets()[number + 1];
    int[] times = batch.sequences().times();
    return new Sequence(
        new EventBatch(
            new Sequences(
                new int[] {0, to - from},
                1,
                times == null ? null : Arrays.copyOfRange(times, from, to),
                null),
            Arrays.copyOfRange(batch.items(), from, to),
            Arrays.copyOfRange(batch.categories(), from, to),
            Arrays.copyOfRange(batch.prices(), from, to),
            Arrays.copyOfRange(batch.types(), from, to)),
        inCart);
  }

  int size() {
    return alone.items().length;
  }

  int row(int event) {
    return alone.items()[event];
  }

  int time(int event) {
    int[] times = alone.sequences().times();
    return times == null ? 0 : times[event];
  }

  boolean ofCart(int event) {
    return event >= size() - inCart;
  }

  /** Adds all events but one to a pack, as a sequence. */
  void writeWithout(int left, EventPack to) {
    for (int event = 0; event < size(); event++) {
      if (event != left) {
        to.add(
            row(event),
            alone.categories()[event],
            alone.prices()[event],
            alone.types()[event],
            time(event));
      }
    }
    to.endSequence();
  }
}
