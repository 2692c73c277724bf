package io.pannier.kernels.api;

import java.util.Arrays;

/**
 * The k best items of each query, best first; equal scores are ordered by item number. Reused
 * between calls. Where fewer items can be had, the rest is {@link #NO_ITEM} with a score of minus
 * infinity.
 */
public final class TopK {
  public static final int NO_ITEM = -1;

  private final int k;
  private final int[] items;
  private final float[] scores;

  /**
   * @param queries most queries of a call, at least 0
   * @param k at least 1
   */
  public TopK(int queries, int k) {
    this.k = k;
    this.items = new int[Math.multiplyExact(queries, k)];
    this.scores = new float[items.length];
    Arrays.fill(items, NO_ITEM);
    Arrays.fill(scores, Float.NEGATIVE_INFINITY);
  }

  public int k() {
    return k;
  }

  /** Queries that fit. */
  public int capacity() {
    return items.length / k;
  }

  /** (queries, k), for backends to fill and callers to read without a copy. */
  public int[] items() {
    return items;
  }

  /** (queries, k), exact fp32 scores. */
  public float[] scores() {
    return scores;
  }

  public int item(int query, int rank) {
    return items[query * k + rank];
  }

  public float score(int query, int rank) {
    return scores[query * k + rank];
  }
}
