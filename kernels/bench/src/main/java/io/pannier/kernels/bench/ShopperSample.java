package io.pannier.kernels.bench;

import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TensorSource;

/** One shopper's drawn events, as our model reads them and as the ONNX graphs do. */
final class ShopperSample {
  private static final int LONGEST_GAP_SECONDS = 200_000;

  private final ComposerSpec spec;
  private final int events;
  private final int[] items;
  private final int[] categories;
  private final int[] prices;
  private final int[] types;
  private final int[] times;

  ShopperSample(ComposerSpec spec, int events) {
    this.spec = spec;
    this.events = events;
    items = Samples.ids(1, events, spec.items());
    categories = Samples.ids(2, events, spec.categories());
    prices = Samples.ids(3, events, spec.priceBuckets());
    types = Samples.ids(4, events, spec.eventTypes());
    times = Samples.ids(5, events, LONGEST_GAP_SECONDS);
    for (int t = 1; t < events; t++) {
      times[t] += times[t - 1];
    }
  }

  EventBatch batch() {
    return new EventBatch(
        new Sequences(new int[] {0, events}, 1, times, null), items, categories, prices, types);
  }

  /** Sets the inputs of an encoder graph. */
  void feed(OnnxSession session, TensorSource weights) {
    session.input("items", items, events);
    session.input("categories", categories, events);
    session.input("prices", prices, events);
    session.input("types", types, events);
    int[] gaps = new int[events];
    for (int t = 1; t < events; t++) {
      gaps[t] = AttentionSpec.timeBucket(times[t] - times[t - 1], spec.gapBuckets());
    }
    session.input("gaps", gaps, events);
    for (int layer = 0; layer < spec.encoderLayers(); layer++) {
      session.input("mask" + layer, mask(layer, weights), spec.heads(), events, events);
    }
  }

  /** (H, T, T): both biases of a layer, and minus infinity for later events. */
  private float[] mask(int layer, TensorSource weights) {
    String name = "encoder." + layer + ".attention.";
    float[] byPosition =
        weights.tensor(name + "position_bias", spec.heads(), spec.positionBuckets());
    float[] byTime = weights.tensor(name + "time_bias", spec.heads(), spec.timeBuckets());
    float[] mask = new float[spec.heads() * events * events];
    for (int h = 0; h < spec.heads(); h++) {
      for (int i = 0; i < events; i++) {
        for (int j = 0; j < events; j++) {
          int position = Math.min(i - j, spec.positionBuckets() - 1);
          int time = AttentionSpec.timeBucket(times[i] - times[j], spec.timeBuckets());
          mask[(h * events + i) * events + j] =
              j > i
                  ? Float.NEGATIVE_INFINITY
                  : byPosition[h * spec.positionBuckets() + position]
                      + byTime[h * spec.timeBuckets() + time];
        }
      }
    }
    return mask;
  }
}
