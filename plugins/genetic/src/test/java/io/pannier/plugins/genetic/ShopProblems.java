package io.pannier.plugins.genetic;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.ConversionModel;
import io.pannier.spi.Objective;
import java.util.SplittableRandom;

/**
 * Bundling problems as a gift shop poses them, from a seed: long-tailed prices, relevance that
 * falls with rank, complements inside hidden themes, substitutes inside categories, overstock of a
 * few, and now and then a budget, an exclusion or a requirement.
 */
final class ShopProblems {
  private static final int THEMES = 8;

  private ShopProblems() {}

  /** A problem with 60 to 100 candidates and four to six items. */
  static BundlingProblem typical(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return typical(seed, 60 + random.nextInt(41), 4 + random.nextInt(3), 3);
  }

  static BundlingProblem typical(long seed, int n, int maxItems, int limit) {
    SplittableRandom random = new SplittableRandom(seed ^ 0x5DEECE66DL);
    int[] items = new int[n];
    float[] relevance = new float[n];
    long[] prices = new long[n];
    long[] costs = new long[n];
    int[] stocks = new int[n];
    int[] categories = new int[n];
    float[] relief = new float[n];
    float[] cartLift = new float[n];
    int[] themes = new int[n];
    for (int i = 0; i < n; i++) {
      items[i] = i;
      double noise = Math.exp(0.4 * random.nextGaussian());
      relevance[i] = (float) Math.min(1, Math.pow(i + 1, -0.6) * (i == 0 ? 1 : noise));
      prices[i] = Math.max(29, Math.round(350 * Math.exp(0.9 * random.nextGaussian())));
      costs[i] = Math.round(prices[i] * (0.4 + 0.45 * random.nextDouble()));
      stocks[i] = 1 + random.nextInt(60);
      categories[i] = random.nextInt(20) == 0 ? -1 : random.nextInt(12);
      relief[i] = random.nextInt(4) == 0 ? (float) random.nextDouble() : 0;
      themes[i] = random.nextInt(THEMES);
      cartLift[i] = (float) Math.max(-0.5, 0.3 + 0.7 * random.nextGaussian());
    }
    float[] lift = new float[n * n];
    int words = (n + 63) / 64;
    long[] incompatible = new long[n * words];
    long[] requires = new long[n * words];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double value = 0;
        if (themes[i] == themes[j] && random.nextInt(2) == 0) {
          value = 0.5 + 2.5 * random.nextDouble();
        } else if (random.nextInt(5) == 0) {
          value = 0.6 * random.nextGaussian();
        }
        if (categories[i] >= 0 && categories[i] == categories[j]) {
          value -= 0.4;
        }
        lift[i * n + j] = (float) value;
        lift[j * n + i] = (float) value;
        if (random.nextInt(400) == 0) {
          incompatible[i * words + (j >> 6)] |= 1L << j;
          incompatible[j * words + (i >> 6)] |= 1L << i;
        } else if (random.nextInt(1500) == 0) {
          requires[i * words + (j >> 6)] |= 1L << j;
        }
      }
    }
    boolean budgeted = random.nextInt(3) == 0;
    double[] weights = new double[Objective.count()];
    weights[Objective.CONVERSION.ordinal()] = random.nextInt(3) == 0 ? 2 : 1;
    weights[Objective.REVENUE.ordinal()] = 0.5 * random.nextInt(3);
    weights[Objective.MARGIN.ordinal()] = 0.5 + 0.5 * random.nextInt(3);
    weights[Objective.DIVERSITY.ordinal()] = 0.1;
    weights[Objective.STOCK_RELIEF.ordinal()] = 0.1;
    return new BundlingProblem(
        items,
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
            1 + random.nextInt(3),
            maxItems,
            1 + random.nextInt(3),
            budgeted ? 1500 + random.nextInt(4000) : Long.MAX_VALUE,
            0.12,
            0.2,
            2),
        ConversionModel.DEFAULT,
        limit,
        seed);
  }
}
