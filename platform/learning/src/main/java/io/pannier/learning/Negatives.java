package io.pannier.learning;

import io.pannier.kernels.api.CoPurchases;
import java.util.Random;

/**
 * What a step tells the right item from: the whole vocabulary, or items drawn by how often they are
 * bought. The scores of drawn items are lessened by the logarithm of how often each is expected, so
 * that the softmax over them has the gradient of the whole one in the limit (Bengio and Senécal,
 * "Adaptive importance sampling", IEEE TNN 2008).
 */
final class Negatives {
  private final int count;
  private final Columns all;
  private final double[] cumulative;
  private final float[] logExpected;

  /**
   * @param count how many are drawn; 0, or as many as there are, for the whole vocabulary
   */
  Negatives(CoPurchases counts, int count) {
    this.count = count;
    int items = counts.items();
    this.all = Columns.all(items);
    this.cumulative = new double[items];
    this.logExpected = new float[items];
    double sum = 0;
    for (int item = 0; item < items; item++) {
      sum += counts.support(item) + 1;
      cumulative[item] = sum;
    }
    for (int item = 0; item < items; item++) {
      logExpected[item] = (float) Math.log(count * (counts.support(item) + 1) / sum);
    }
  }

  Columns draw(Random random) {
    boolean whole = count == 0 || count >= cumulative.length;
    return whole ? all : Columns.draw(count, cumulative, logExpected, random);
  }

  /** An item, drawn by how often it is bought. */
  int popular(Random random) {
    return Columns.pick(cumulative, random);
  }
}
