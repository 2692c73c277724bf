package io.pannier.spi;

import java.util.Arrays;

/**
 * The best of many items in the order that {@link ScoredCandidates} asks for: by score, and at
 * equal scores by ascending item. A bounded heap over packed longs that is used again and again; it
 * allocates only when it grows. Not thread-safe.
 *
 * <p>A non-negative float orders like its bits taken as an integer, so the score in the upper half
 * and the inverted item in the lower half of a {@code long} compare in one step.
 */
public final class TopItems {
  private long[] heap = new long[16];
  private int limit;
  private int size;

  /** Forgets everything and keeps the best {@code limit} items from now on. */
  public void reset(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit + " is not positive");
    }
    this.limit = limit;
    size = 0;
  }

  /** True if {@link #add} would keep the item: worth a look at what costs more to check. */
  public boolean admits(int item, float score) {
    return size < limit || pack(item, score) > heap[0];
  }

  /**
   * Keeps the item if it is among the best so far.
   *
   * @param item ≥ 0, not added before
   * @param score finite, ≥ 0
   */
  public void add(int item, float score) {
    long entry = pack(item, score);
    if (size < limit) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, size * 2);
      }
      siftUp(size++, entry);
    } else if (entry > heap[0]) {
      siftDown(entry);
    }
  }

  /** Puts what was kept in order, best first. Adding may go on, and disturbs the order. */
  public void sort() {
    // A sorted array, smallest first, is a heap.
    Arrays.sort(heap, 0, size);
  }

  public int size() {
    return size;
  }

  /** The item of a rank, 0 being the best after {@link #sort}; before it the order is arbitrary. */
  public int item(int rank) {
    return ~(int) heap[size - 1 - rank];
  }

  /** The score of the item of that rank. */
  public float score(int rank) {
    return Float.intBitsToFloat((int) (heap[size - 1 - rank] >>> 32));
  }

  private static long pack(int item, float score) {
    // Adding 0 turns −0, whose bits are negative, into 0. The inverted item has its sign bit set,
    // so the lower half compares unsigned within the signed long.
    return (long) Float.floatToRawIntBits(score + 0.0f) << 32 | (~item & 0xFFFF_FFFFL);
  }

  private void siftUp(int from, long entry) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (heap[parent] <= entry) {
        break;
      }
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = entry;
  }

  private void siftDown(long entry) {
    int at = 0;
    int firstLeaf = size >>> 1;
    while (at < firstLeaf) {
      int child = 2 * at + 1;
      if (child + 1 < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= entry) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = entry;
  }
}
