package io.pannier.plugins.itemknn;

import java.util.Arrays;

/**
 * Scores of the few items that were touched out of many: adding and clearing cost what was touched,
 * not the catalogue. Not thread-safe.
 */
final class SparseScores {
  private float[] sums = new float[64];
  private float[] largest = new float[64];
  private int[] because = new int[64];
  private int[] touched = new int[64];
  private int size;

  /** Makes room for items below {@code items}. */
  void ensure(int items) {
    if (items > sums.length) {
      int length = Math.max(items, sums.length + (sums.length >> 1));
      sums = Arrays.copyOf(sums, length);
      largest = Arrays.copyOf(largest, length);
      because = Arrays.copyOf(because, length);
    }
  }

  /** Adds what {@code seed} contributes to each of its neighbours. */
  void add(Neighbours neighbours, float weight, int seed) {
    int[] items = neighbours.items();
    float[] weights = neighbours.weights();
    if (size + items.length > touched.length) {
      touched = Arrays.copyOf(touched, Math.max(size + items.length, touched.length * 2));
    }
    for (int i = 0; i < items.length; i++) {
      int item = items[i];
      float contribution = weight * weights[i];
      if (contribution <= 0) {
        continue;
      }
      float sum = sums[item];
      if (sum == 0) {
        touched[size++] = item;
        largest[item] = 0;
      }
      sums[item] = sum + contribution;
      if (contribution > largest[item]) {
        largest[item] = contribution;
        because[item] = seed;
      }
    }
  }

  /** Multiplies the sum of an item. */
  void scale(int item, float factor) {
    if (item < sums.length) {
      sums[item] *= factor;
    }
  }

  int size() {
    return size;
  }

  int touched(int index) {
    return touched[index];
  }

  /** The sum of an item, 0 where it was not touched. */
  float sum(int item) {
    return item < sums.length ? sums[item] : 0;
  }

  /** The seed that contributed most to a touched item. */
  int because(int item) {
    return because[item];
  }

  void clear() {
    for (int i = 0; i < size; i++) {
      sums[touched[i]] = 0;
    }
    size = 0;
  }
}
