package io.pannier.kernels.simd;

/**
 * The largest of many longs that differ from each other, in place: Hoare's Find and Quicksort
 * (1961) with the median of three as pivot. The library's sort would do, but it allocates.
 */
final class LongSelection {
  private static final int SMALL = 16;

  private LongSelection() {}

  /** Brings the largest {@code n} of from to to to the front, in no order. */
  static void select(long[] keys, int from, int to, int n) {
    int end = from + n;
    int low = from;
    int high = to;
    while (high - low > 1) {
      int pivot = partition(keys, low, high);
      if (pivot == end) {
        return;
      }
      if (pivot > end) {
        high = pivot;
      } else {
        low = pivot + 1;
      }
    }
  }

  /** Sorts from to to, largest first. */
  static void sort(long[] keys, int from, int to) {
    int low = from;
    while (to - low > SMALL) {
      int pivot = partition(keys, low, to);
      sort(keys, low, pivot);
      low = pivot + 1;
    }
    for (int i = low + 1; i < to; i++) {
      long key = keys[i];
      int j = i - 1;
      for (; j >= low && keys[j] < key; j--) {
        keys[j + 1] = keys[j];
      }
      keys[j + 1] = key;
    }
  }

  /** Larger keys to the front, and returns where the pivot lies; no branch depends on a key. */
  private static int partition(long[] keys, int from, int to) {
    int last = to - 1;
    swap(keys, median(keys, from, (from + last) >>> 1, last), last);
    long pivot = keys[last];
    int end = from;
    for (int i = from; i < last; i++) {
      long key = keys[i];
      keys[i] = keys[end];
      keys[end] = key;
      end += key > pivot ? 1 : 0;
    }
    swap(keys, end, last);
    return end;
  }

  private static int median(long[] keys, int a, int b, int c) {
    int low = keys[a] < keys[b] ? a : b;
    int high = low == a ? b : a;
    if (keys[c] <= keys[low]) {
      return low;
    }
    return keys[c] < keys[high] ? c : high;
  }

  private static void swap(long[] keys, int i, int j) {
    long key = keys[i];
    keys[i] = keys[j];
    keys[j] = key;
  }
}
