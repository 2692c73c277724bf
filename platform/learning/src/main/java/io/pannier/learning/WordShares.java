package io.pannier.learning;

import io.pannier.kernels.api.WordBags;

/**
 * How much of each word's vector an item's vector holds: one over the root of the number of its
 * words, so that a long title says no more than a short one. Items that share words so learn from
 * one another, which helps those that are seldom bought.
 */
final class WordShares {
  static final int MOST = WordBags.MOST_SHARING;

  /** Beyond that many items a step would spend its time on words. */
  private static final int MOST_ITEMS = 20_000;

  private final int count;
  private final int[] padded;
  private final float[] shares;

  WordShares(WordBags bags) {
    boolean used = bags.items() <= MOST_ITEMS;
    this.count = used ? bags.count() : 0;
    this.padded = new int[used ? bags.items() * MOST : 0];
    this.shares = new float[padded.length];
    for (int item = 0; used && item < bags.items(); item++) {
      int from = bags.offsets()[item];
      int size = Math.min(MOST, bags.offsets()[item + 1] - from);
      for (int i = 0; i < size; i++) {
        padded[item * MOST + i] = bags.words()[from + i];
        shares[item * MOST + i] = WordBags.share(size);
      }
    }
  }

  boolean none() {
    return count == 0;
  }

  /** Words. */
  int count() {
    return count;
  }

  /** (items · MOST): the words of each item, padded with any word. */
  int[] padded() {
    return padded;
  }

  /** (items · MOST): the share of each of them, 0 for padding. */
  float[] shares() {
    return shares;
  }

  /**
   * Adds the shares to the items' own vectors.
   *
   * @param vectors of the words, row-major
   * @param items of the items, row-major
   */
  void add(float[] vectors, int width, float[] items) {
    for (int at = 0; at < padded.length; at++) {
      int item = at / MOST;
      for (int d = 0; d < width; d++) {
        items[item * width + d] += shares[at] * vectors[padded[at] * width + d];
      }
    }
  }
}
