package io.pannier.plugins.genetic;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.ConversionModel;
import io.pannier.spi.Objective;
import java.util.SplittableRandom;

/** Problems from a seed whose constraints are often tight, sometimes impossible. */
final class HardProblems {
  private HardProblems() {}

  static BundlingProblem random(long seed, int n, int limit) {
    SplittableRandom random = new SplittableRandom(seed);
    int words = (n + 63) / 64;
    float[] relevance = new float[n];
    long[] prices = new long[n];
    long[] costs = new long[n];
    int[] stocks = new int[n];
    int[] categories = new int[n];
    float[] relief = new float[n];
    float[] cartLift = new float[n];
    float[] lift = new float[n * n];
    long[] incompatible = new long[n * words];
    long[] requires = new long[n * words];
    int scarcity = 2 + random.nextInt(40);
    for (int i = 0; i < n; i++) {
      relevance[i] = (float) (0.02 + 0.98 * random.nextDouble());
      prices[i] = random.nextInt(25) == 0 ? 0 : 200 + random.nextInt(3000);
      costs[i] = Math.round(prices[i] * 1.1 * random.nextDouble());
      stocks[i] = 1 + random.nextInt(4);
      categories[i] = random.nextInt(5) - 1;
      relief[i] = (float) random.nextDouble();
      cartLift[i] = (float) random.nextGaussian();
      for (int j = 0; j < i; j++) {
        float value = (float) (1.5 * random.nextGaussian());
        lift[i * n + j] = value;
        lift[j * n + i] = value;
        if (random.nextInt(scarcity) == 0) {
          incompatible[i * words + (j >> 6)] |= 1L << j;
          incompatible[j * words + (i >> 6)] |= 1L << i;
        }
      }
      if (random.nextInt(scarcity) == 0) {
        int j = random.nextInt(n);
        requires[i * words + (j >> 6)] |= i == j ? 0 : 1L << j;
      }
    }
    double[] weights = new double[Objective.count()];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = random.nextInt(3) == 0 ? 0 : random.nextDouble();
    }
    weights[random.nextInt(weights.length)] = 1;
    int minItems = 1 + random.nextInt(3);
    return new BundlingProblem(
        new int[n],
        relevance,
        prices,
        costs,
        stocks,
        categories,
        relief,
        lift,
        cartLift,
        incompatible,
        requires,
        weights,
        new BundleConstraints(
            minItems,
            minItems + random.nextInt(3),
            1 + random.nextInt(3),
            random.nextBoolean() ? Long.MAX_VALUE : 300 + random.nextInt(5000),
            random.nextInt(3) == 0 ? -1 : 0.6 * random.nextDouble(),
            random.nextInt(3) == 0 ? 0 : 0.5 * random.nextDouble(),
            random.nextInt(3) == 0 ? Integer.MAX_VALUE : 1 + random.nextInt(2)),
        new ConversionModel(
            0.01 + 0.3 * random.nextDouble(),
            random.nextDouble(),
            random.nextInt(5) == 0 ? 0 : 3 * random.nextDouble(),
            0.4 * random.nextDouble()),
        limit,
        seed);
  }
}
