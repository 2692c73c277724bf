package io.pannier.learning;

import java.util.Arrays;
import java.util.Random;

/**
 * Which items a position is scored for: all of the vocabulary in their order, or first the one that
 * is right and then some that were drawn.
 *
 * @param drawn those that were drawn, the same for all positions; empty for the whole vocabulary
 * @param whole size of the vocabulary
 * @param logExpected (whole): logarithm of how often an item is expected among the drawn
 */
record Columns(int[] drawn, int whole, float[] logExpected) {
  static Columns all(int items) {
    return new Columns(new int[0], items, new float[0]);
  }

  /**
   * Draws items with replacement.
   *
   * @param cumulative (items): ascending sums of what each item weighs
   */
  static Columns draw(int count, double[] cumulative, float[] logExpected, Random random) {
    int[] drawn = new int[count];
    for (int i = 0; i < count; i++) {
      drawn[i] = pick(cumulative, random);
    }
    return new Columns(drawn, cumulative.length, logExpected);
  }

  /** One item, by ascending sums of what each weighs. */
  static int pick(double[] cumulative, Random random) {
    double all = cumulative[cumulative.length - 1];
    int at = Arrays.binarySearch(cumulative, random.nextDouble() * all);
    return Math.min(at < 0 ? -at - 1 : at + 1, cumulative.length - 1);
  }

  boolean sampled() {
    return drawn.length > 0;
  }

  /** Columns of a position. */
  int count() {
    return sampled() ? drawn.length + 1 : whole;
  }

  /** The item of a column at a position whose right item is given. */
  int item(int column, int right) {
    return !sampled() ? column : column == 0 ? right : drawn[column - 1];
  }
}
