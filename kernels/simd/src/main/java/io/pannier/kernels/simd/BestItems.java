package io.pannier.kernels.simd;

import io.pannier.kernels.api.TopK;
import java.util.Arrays;

/**
 * The best items that one worker has met for each query. A (score, item) is one long that compares
 * as the pair does: the higher score is the better, and of equal scores the lower item, so what is
 * kept does not depend on the order in which items are offered.
 *
 * <p>Each query has room for some multiple of what it keeps. Items are appended, and only when the
 * room is full are the best kept: that costs far less for each item than a heap, whose every step
 * is a branch that no processor can predict.
 */
final class BestItems {
  private int keep;
  private int room;
  private long[] keys = new long[0];
  private int[] sizes = new int[0];
  private float[] thresholds = new float[0];

  /**
   * Forgets all items.
   *
   * @param keptItems of each query
   * @param roomForItems of each query, more than it keeps
   */
  void reset(int queries, int keptItems, int roomForItems) {
    keep = keptItems;
    room = roomForItems;
    if (keys.length < queries * room) {
      keys = new long[queries * room];
    }
    if (sizes.length < queries) {
      sizes = new int[queries];
      thresholds = new float[queries];
    }
    Arrays.fill(sizes, 0, queries, 0);
    Arrays.fill(thresholds, 0, queries, Float.NEGATIVE_INFINITY);
  }

  /** Items that each query keeps. */
  int keep() {
    return keep;
  }

  /** What a score must reach to be kept, as far as is known: it may lag behind. */
  float threshold(int query) {
    return thresholds[query];
  }

  /**
   * Takes an item into account.
   *
   * @param score a number; −0 counts as 0
   */
  void offer(int query, float score, int item) {
    append(query, key(score, item));
  }

  /** Takes into account what another worker met. */
  void offerAll(int query, BestItems other) {
    int base = query * other.room;
    for (int i = 0; i < other.sizes[query]; i++) {
      append(query, other.keys[base + i]);
    }
  }

  private void append(int query, long key) {
    int base = query * room;
    keys[base + sizes[query]++] = key;
    if (sizes[query] == room) {
      prune(query);
    }
  }

  private void prune(int query) {
    int base = query * room;
    LongSelection.select(keys, base, base + sizes[query], keep);
    sizes[query] = keep;
    long worst = keys[base];
    for (int i = 1; i < keep; i++) {
      worst = Math.min(worst, keys[base + i]);
    }
    thresholds[query] = score(worst);
  }

  /** Sorts what the query keeps, best first; returns how many items that are. */
  int settle(int query) {
    if (sizes[query] > keep) {
      prune(query);
    }
    int base = query * room;
    LongSelection.sort(keys, base, base + sizes[query]);
    return sizes[query];
  }

  /** The score of a settled query, by rank from 0. */
  float score(int query, int rank) {
    return score(keys[query * room + rank]);
  }

  /** The item of a settled query, by rank from 0. */
  int item(int query, int rank) {
    return (int) ~keys[query * room + rank];
  }

  /** Writes a query's best k, best first. */
  void write(int query, TopK out) {
    int size = settle(query);
    int start = query * out.k();
    for (int rank = 0; rank < out.k(); rank++) {
      boolean kept = rank < size;
      out.items()[start + rank] = kept ? item(query, rank) : TopK.NO_ITEM;
      out.scores()[start + rank] = kept ? score(query, rank) : Float.NEGATIVE_INFINITY;
    }
  }

  private static long key(float score, int item) {
    int bits = Float.floatToRawIntBits(score + 0f);
    return (long) ordered(bits) << Integer.SIZE | (~item & 0xffff_ffffL);
  }

  private static float score(long key) {
    return Float.intBitsToFloat(ordered((int) (key >> Integer.SIZE)));
  }

  /** Bits of a float that compare as ints the way the floats do, and back. */
  private static int ordered(int bits) {
    return bits ^ ((bits >> (Integer.SIZE - 1)) & Integer.MAX_VALUE);
  }
}
