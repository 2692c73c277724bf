package io.pannier.plugins.transformer;

import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Sequences;
import java.util.Arrays;

/** Packs events of several sequences one after the other, as the kernels read them. Reused. */
final class EventPack {
  private int[] offsets = new int[9];
  private int[] items = new int[512];
  private int[] categories = new int[512];
  private int[] prices = new int[512];
  private int[] types = new int[512];
  private int[] times = new int[512];
  private int sequences;
  private int size;

  void clear() {
    sequences = 0;
    size = 0;
  }

  /** Adds an event to the sequence that is open. */
  void add(int item, int category, int price, int type, int time) {
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
      prices = Arrays.copyOf(prices, 2 * size);
      types = Arrays.copyOf(types, 2 * size);
      times = Arrays.copyOf(times, 2 * size);
      categories = Arrays.copyOf(categories, 2 * size);
    }
    items[size] = item;
    categories[size] = category;
    prices[size] = price;
    types[size] = type;
    times[size] = time;
    size++;
  }

  /** Adds an event of this pack to another. */
  void copy(int event, EventPack to) {
    to.add(items[event], categories[event], prices[event], types[event], times[event]);
  }

  /** Ends the sequence that is open and opens the next. */
  void endSequence() {
    sequences++;
    if (sequences == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * sequences);
    }
    offsets[sequences] = size;
  }

  /** Events so far. */
  int size() {
    return size;
  }

  int item(int event) {
    return items[event];
  }

  /** Seconds since the question, below 0. */
  int time(int event) {
    return times[event];
  }

  /** Sequences so far. */
  int sequences() {
    return sequences;
  }

  /** What was packed, without a copy. */
  EventBatch batch() {
    return new EventBatch(
        new Sequences(offsets, sequences, times, null), items, categories, prices, types);
  }

  /** What was packed, in arrays of its own. */
  EventBatch copy() {
    return new EventBatch(
        new Sequences(
            Arrays.copyOf(offsets, sequences + 1), sequences, Arrays.copyOf(times, size), null),
        Arrays.copyOf(items, size),
        Arrays.copyOf(categories, size),
        Arrays.copyOf(prices, size),
        Arrays.copyOf(types, size));
  }
}
