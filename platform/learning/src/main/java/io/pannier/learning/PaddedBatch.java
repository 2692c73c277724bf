package io.pannier.learning;

import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.EventBatch;
import java.util.Arrays;

/**
 * Sequences of one training step, each padded at its end to the longest: B sequences of L events,
 * row-major. An id of −1 is none.
 */
final class PaddedBatch {
  private final int sequences;
  private final int length;
  private final int[] items;
  private final int[] categories;
  private final int[] prices;
  private final int[] types;
  private final int[] times;

  /** All padding; filled by {@link #set}. */
  PaddedBatch(int sequences, int length) {
    this.sequences = sequences;
    this.length = length;
    this.items = none(sequences * length);
    this.categories = items.clone();
    this.prices = items.clone();
    this.types = items.clone();
    this.times = new int[items.length];
  }

  private static int[] none(int count) {
    int[] ids = new int[count];
    Arrays.fill(ids, -1);
    return ids;
  }

  /** Copies event {@code from} of the orders' events to a place in the batch. */
  void set(int sequence, int at, EventBatch events, int from) {
    int to = sequence * length + at;
    items[to] = events.items()[from];
    categories[to] = events.categories()[from];
    prices[to] = events.prices()[from];
    types[to] = events.types()[from];
    int[] all = events.sequences().times();
    times[to] = all == null ? 0 : all[from];
  }

  /** Takes away what an event was about; its type and time stay. */
  void mask(int sequence, int at) {
    int masked = sequence * length + at;
    items[masked] = -1;
    categories[masked] = -1;
    prices[masked] = -1;
  }

  int sequences() {
    return sequences;
  }

  int length() {
    return length;
  }

  int[] items() {
    return items;
  }

  int[] categories() {
    return categories;
  }

  int[] times() {
    return times;
  }

  int[] prices() {
    return prices;
  }

  int[] types() {
    return types;
  }

  /** (B, L): the bucket of the time since the event before; that of the first is 0. */
  int[] gaps(int buckets) {
    int[] gaps = new int[times.length];
    for (int i = 0; i < times.length; i++) {
      boolean first = i % length == 0;
      gaps[i] = first ? 0 : AttentionSpec.timeBucket(times[i] - times[i - 1], buckets);
    }
    return gaps;
  }

  /** (B, L, L): the bucket of the time between each two events. */
  int[] ages(int buckets) {
    int[] ages = new int[times.length * length];
    for (int i = 0; i < times.length; i++) {
      int row = i - i % length;
      for (int j = 0; j < length; j++) {
        ages[i * length + j] = AttentionSpec.timeBucket(times[i] - times[row + j], buckets);
      }
    }
    return ages;
  }
}
