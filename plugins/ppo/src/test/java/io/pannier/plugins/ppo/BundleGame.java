package io.pannier.plugins.ppo;

import java.util.SplittableRandom;

/**
 * A game of one step: choose three of eight candidates in order. Each has two features, of which
 * only a hidden combination is worth something, and the first place counts more than the last.
 */
final class BundleGame implements Environment<double[]> {
  static final int CANDIDATES = 8;
  static final int PICKS = 3;
  static final int FEATURES = 2;

  private double[] observation = {};

  private static int observationLength() {
    return CANDIDATES * FEATURES;
  }

  @Override
  public double[] reset(long seed) {
    observation = new SplittableRandom(seed).doubles(observationLength(), -1, 1).toArray();
    return observation;
  }

  private double worth(int candidate) {
    double a = observation[FEATURES * candidate];
    double b = observation[FEATURES * candidate + 1];
    return a * b - 0.5 * a;
  }

  double value(int[] order) {
    double sum = 0;
    for (int t = 0; t < order.length; t++) {
      sum += worth(order[t]) / (t + 1);
    }
    return sum;
  }

  /** The best that can be had. */
  double best() {
    int[] order =
        java.util.stream.IntStream.range(0, CANDIDATES)
            .boxed()
            .sorted((i, j) -> Double.compare(worth(j), worth(i)))
            .limit(PICKS)
            .mapToInt(Integer::intValue)
            .toArray();
    return value(order);
  }

  @Override
  public Step<double[]> step(int[] action) {
    return new Step<>(observation, value(action), true, false);
  }
}
