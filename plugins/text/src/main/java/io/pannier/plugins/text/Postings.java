package io.pannier.plugins.text;

import java.util.Arrays;

/** The products that a word stands in, with how often. In no order. Not thread-safe. */
final class Postings {
  private int[] items = new int[4];
  private byte[] counts = new byte[4];
  private int size;

  int size() {
    return size;
  }

  int item(int index) {
    return items[index];
  }

  /** How often the word stands in the product's text, 1 to 127. */
  int count(int index) {
    return counts[index];
  }

  void add(int item, int count) {
    if (size == items.length) {
      items = Arrays.copyOf(items, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
    }
    items[size] = item;
    counts[size++] = (byte) Math.min(count, Byte.MAX_VALUE);
  }

  void remove(int item) {
    for (int i = 0; i < size; i++) {
      if (items[i] == item) {
        size--;
        items[i] = items[size];
        counts[i] = counts[size];
        return;
      }
    }
  }
}
