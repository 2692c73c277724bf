package io.pannier.plugins.genetic;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.ConversionModel;
import java.util.SplittableRandom;

/**
 * Problems whose utility is a sum over units: those of {@link ShopProblems} with constant
 * conversion, without discount, weighed by revenue and margin.
 */
final class LinearProblems {
  private static final int MOST_UNITS = 3;

  private LinearProblems() {}

  /** With a budget, a margin floor, a category cap, exclusions and requirements. */
  static BundlingProblem constrained(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BundlingProblem shop = ShopProblems.typical(seed);
    int n = shop.size();
    int words = (n + 63) / 64;
    long[] incompatible = new long[n * words];
    long[] requires = new long[n * words];
    for (int i = 0; i < n; i++) {
      for (int word = 0; word < words; word++) {
        incompatible[i * words + word] = shop.incompatibleWord(i, word);
        requires[i * words + word] = shop.requiresWord(i, word);
      }
    }
    int mostItems = 4 + random.nextInt(3);
    long budget = 3000L + random.nextInt(8000);
    BundleConstraints constraints =
        new BundleConstraints(1, mostItems, MOST_UNITS, budget, 0.2, 0, 2);
    return linear(shop, incompatible, requires, constraints, seed);
  }

  /** With a budget and nothing else: a knapsack of so many items at most. */
  static BundlingProblem knapsack(long seed) {
    BundlingProblem shop = ShopProblems.typical(seed);
    int words = (shop.size() + 63) / 64;
    long[] none = new long[shop.size() * words];
    long budget = 2000L + new SplittableRandom(seed).nextInt(4000);
    BundleConstraints constraints =
        new BundleConstraints(1, 5, MOST_UNITS, budget, -1, 0, Integer.MAX_VALUE);
    return linear(shop, none, none.clone(), constraints, seed);
  }

  private static BundlingProblem linear(
      BundlingProblem shop,
      long[] incompatible,
      long[] requires,
      BundleConstraints constraints,
      long seed) {
    int n = shop.size();
    int[] items = new int[n];
    float[] relevance = new float[n];
    long[] prices = new long[n];
    long[] costs = new long[n];
    int[] stocks = new int[n];
    int[] categories = new int[n];
    for (int i = 0; i < n; i++) {
      items[i] = i;
      relevance[i] = 1;
      prices[i] = shop.price(i);
      costs[i] = shop.cost(i);
      stocks[i] = shop.stock(i);
      categories[i] = shop.category(i);
    }
    return new BundlingProblem(
        items,
        relevance,
        prices,
        costs,
        stocks,
        categories,
        new float[n],
        new float[n * n],
        new float[n],
        incompatible,
        requires,
        new double[] {0.2, 0.5, 1, 0, 0},
        constraints,
        new ConversionModel(0.08, 0, 0, 0),
        1,
        seed);
  }
}
