package io.pannier.plugins.genetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.ConversionModel;
import io.pannier.spi.Objective;
import io.pannier.spi.SearchBudget;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Problems that are knapsacks: constant conversion, no discount, nothing but a budget. Dynamic
 * programming knows their optimum; the search must come within 1 % of it in the scans of a
 * millisecond or two.
 */
class LinearOptimumTest {
  private static final int CANDIDATES = 70;
  private static final int MOST_ITEMS = 5;
  private static final int MOST_UNITS = 3;
  private static final int SCANS = 500;
  private static final double RATE = 0.08;

  private final GeneticStrategy strategy =
      new GeneticStrategy(ComposeConfig.DEFAULTS, FrontConfig.DEFAULTS);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void aBudgetThatBindsIsFilledWell(int seed) {
    BundlingProblem problem = knapsack(seed);
    double found =
        strategy.compose(problem, SearchBudget.ofGenerations(SCANS)).bundles().getFirst().utility();
    assertThat(found / optimum(problem)).isBetween(0.99, 1 + 1e-9);
  }

  /** Highest utility: of so many items for so much money, item by item. */
  private static double optimum(BundlingProblem problem) {
    BundleEvaluator evaluator = new BundleEvaluator(problem);
    double perPrice = evaluator.scaledWeight(Objective.REVENUE);
    double perMargin = evaluator.scaledWeight(Objective.MARGIN);
    int budget = (int) problem.constraints().budget();
    double[][] best = new double[MOST_ITEMS + 1][budget + 1];
    for (int i = 0; i < problem.size(); i++) {
      int price = (int) problem.price(i);
      double gain = RATE * (perPrice * price + perMargin * (price - problem.cost(i)));
      for (int items = MOST_ITEMS; items > 0; items--) {
        for (int money = budget; money >= price; money--) {
          for (int units = 1; units <= MOST_UNITS && units * price <= money; units++) {
            best[items][money] =
                Math.max(best[items][money], best[items - 1][money - units * price] + units * gain);
          }
        }
      }
    }
    double conversion = RATE * evaluator.scaledWeight(Objective.CONVERSION);
    return conversion + Arrays.stream(best).mapToDouble(row -> row[budget]).max().orElseThrow();
  }

  private static BundlingProblem knapsack(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = CANDIDATES;
    int words = (n + 63) / 64;
    int[] items = new int[n];
    float[] relevance = new float[n];
    long[] prices = new long[n];
    long[] costs = new long[n];
    int[] stocks = new int[n];
    int[] categories = new int[n];
    for (int i = 0; i < n; i++) {
      items[i] = i;
      relevance[i] = 1;
      prices[i] = Math.round(Math.exp(3 + 4 * random.nextDouble()));
      costs[i] = Math.round(prices[i] * (0.35 + 0.3 * random.nextDouble()));
      stocks[i] = MOST_UNITS;
      categories[i] = i;
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
        new long[n * words],
        new long[n * words],
        new double[] {0.2, 0.5, 1, 0, 0},
        new BundleConstraints(
            1, MOST_ITEMS, MOST_UNITS, 2_000 + random.nextInt(4_000), -1, 0, Integer.MAX_VALUE),
        new ConversionModel(RATE, 0, 0, 0),
        1,
        seed);
  }
}
