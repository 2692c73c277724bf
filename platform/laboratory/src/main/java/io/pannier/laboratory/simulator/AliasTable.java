package io.pannier.laboratory.simulator;

import java.util.SplittableRandom;

/** Draws an index with a probability by weight in constant time (Walker 1977, Vose 1991). */
final class AliasTable {
  private final double[] threshold;
  private final int[] alias;

  /**
   * @param weights at least one, none negative, with a sum above 0
   */
  AliasTable(double[] weights) {
    int n = weights.length;
    threshold = new double[n];
    alias = new int[n];
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double[] scaled = new double[n];
    int[] small = new int[n];
    int[] large = new int[n];
    int smalls = 0;
    int larges = 0;
    for (int i = 0; i < n; i++) {
      scaled[i] = weights[i] * n / sum;
      if (scaled[i] < 1) {
        small[smalls++] = i;
      } else {
        large[larges++] = i;
      }
    }
    while (smalls > 0 && larges > 0) {
      int less = small[--smalls];
      int more = large[--larges];
      threshold[less] = scaled[less];
      alias[less] = more;
      scaled[more] -= 1 - scaled[less];
      if (scaled[more] < 1) {
        small[smalls++] = more;
      } else {
        large[larges++] = more;
      }
    }
    // What is left differs from 1 by rounding only.
    while (larges > 0) {
      threshold[large[--larges]] = 1;
    }
    while (smalls > 0) {
      threshold[small[--smalls]] = 1;
    }
  }

  int draw(SplittableRandom random) {
    int i = random.nextInt(threshold.length);
    return random.nextDouble() < threshold[i] ? i : alias[i];
  }
}
