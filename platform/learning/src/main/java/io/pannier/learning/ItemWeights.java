package io.pannier.learning;

import io.pannier.kernels.api.CoPurchases;
import io.pannier.kernels.api.TrainingPlan.ClassWeights;

/**
 * How much each item counts where it must be named. Only ratios matter: a step takes the weighted
 * mean.
 */
final class ItemWeights {
  /** β of Cui et al. ("Class-balanced loss based on effective number of samples", CVPR 2019). */
  static final double BETA = 0.999;

  private final ClassWeights kind;
  private final CoPurchases counts;

  ItemWeights(ClassWeights kind, CoPurchases counts) {
    this.kind = kind;
    this.counts = counts;
  }

  /** Whether all count alike. */
  boolean none() {
    return kind == ClassWeights.NONE;
  }

  /** Of each of the items to name, with 1 as their sum. */
  float[] of(int[] targets) {
    double[] weights = new double[targets.length];
    double sum = 0;
    for (int i = 0; i < targets.length; i++) {
      // Large orders are counted in part, so an item to name may have no count.
      weights[i] = weight(kind, Math.max(1, counts.support(targets[i])));
      sum += weights[i];
    }
    float[] shares = new float[targets.length];
    for (int i = 0; i < targets.length; i++) {
      shares[i] = (float) (weights[i] / sum);
    }
    return shares;
  }

  private static double weight(ClassWeights kind, int bought) {
    return switch (kind) {
      case NONE -> 1;
      case INVERSE_FREQUENCY -> 1.0 / bought;
      case EFFECTIVE_NUMBER -> (1 - BETA) / (1 - Math.pow(BETA, bought));
    };
  }
}
