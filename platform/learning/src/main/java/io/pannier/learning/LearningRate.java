package io.pannier.learning;

/**
 * The rate of each step: it rises from 0, then falls along a cosine (Loshchilov and Hutter, 2017).
 *
 * @param highest after the warm-up
 * @param steps of the whole training
 */
record LearningRate(float highest, int steps) {
  private static final double WARM_UP_SHARE = 0.05;
  private static final double LEAST = 0.05;

  /**
   * @param step from 1
   */
  float at(long step) {
    double warmUp = Math.max(1, steps * WARM_UP_SHARE);
    if (step < warmUp) {
      return (float) (highest * (step + 1) / warmUp);
    }
    double along = Math.min(1, (step - warmUp) / Math.max(1, steps - warmUp));
    double share = LEAST + (1 - LEAST) * (1 + Math.cos(Math.PI * along)) / 2;
    return (float) (highest * share);
  }
}
