package io.pannier.plugins.itemknn;

import java.util.Arrays;

/**
 * The items of one order that take part in counting: a uniform sample of at most a fixed number,
 * namely the items with the smallest hash of (order, item). The sample does not depend on the order
 * in which lines arrive, and a repeated line changes nothing. Not thread-safe.
 */
final class OpenOrder {
  private final long key;
  private int[] items = new int[4];
  private int size;

  OpenOrder(long key) {
    this.key = key;
  }

  long key() {
    return key;
  }

  int size() {
    return size;
  }

  int item(int index) {
    return items[index];
  }

  boolean contains(int item) {
    for (int i = 0; i < size; i++) {
      if (items[i] == item) {
        return true;
      }
    }
    return false;
  }

  void add(int item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, size * 2);
    }
    items[size++] = item;
  }

  /** Removes the item at an index; the last one takes its place. */
  void remove(int index) {
    items[index] = items[--size];
  }

  /** Index of the item that leaves the sample first. */
  int last() {
    int last = 0;
    for (int i = 1; i < size; i++) {
      if (before(items[last], items[i])) {
        last = i;
      }
    }
    return last;
  }

  /** True where the sample prefers {@code item} to {@code other}. */
  boolean before(int item, int other) {
    int order = Long.compareUnsigned(hash(item), hash(other));
    return order < 0 || (order == 0 && item < other);
  }

  private long hash(int item) {
    return mix(key + item * 0x9E3779B97F4A7C15L);
  }

  /** Stafford's variant 13 of the MurmurHash3 finalizer: every input bit reaches every output. */
  static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
