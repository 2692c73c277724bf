package io.pannier.plugins.genetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.Objective;
import io.pannier.spi.SearchBudget;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Knapsacks, whose optimum dynamic programming knows: the search must come within 1 % of it in the
 * scans of a millisecond or two.
 */
class LinearOptimumTest {
  private static final int SCANS = 500;

  private final GeneticStrategy strategy =
      new GeneticStrategy(ComposeConfig.DEFAULTS, FrontConfig.DEFAULTS);

  /** On the first seven, exchanges without a shadow price stop more than 1 % short. */
  @ParameterizedTest
  @ValueSource(ints = {8, 15, 16, 28, 31, 42, 57, 1, 2, 3, 4, 5})
  void aBudgetThatBindsIsFilledWell(int seed) {
    BundlingProblem problem = LinearProblems.knapsack(seed);
    double found =
        strategy.compose(problem, SearchBudget.ofGenerations(SCANS)).bundles().getFirst().utility();
    assertThat(found / optimum(problem)).isBetween(0.99, 1 + 1e-9);
  }

  /** Highest utility: of so many items for so much money, item by item. */
  static double optimum(BundlingProblem problem) {
    BundleEvaluator evaluator = new BundleEvaluator(problem);
    BundleConstraints constraints = problem.constraints();
    double rate = problem.model().baseRate();
    double perPrice = evaluator.scaledWeight(Objective.REVENUE);
    double perMargin = evaluator.scaledWeight(Objective.MARGIN);
    int budget = (int) constraints.budget();
    double[][] best = new double[constraints.maxItems() + 1][budget + 1];
    for (int i = 0; i < problem.size(); i++) {
      int price = (int) problem.price(i);
      int most = Math.min(problem.stock(i), constraints.maxQuantity());
      double gain = rate * (perPrice * price + perMargin * (price - problem.cost(i)));
      for (int items = constraints.maxItems(); items > 0; items--) {
        for (int money = budget; money >= price; money--) {
          for (int units = 1; units <= most && units * price <= money; units++) {
            double value = best[items - 1][money - units * price] + units * gain;
            best[items][money] = Math.max(best[items][money], value);
          }
        }
      }
    }
    double conversion = rate * evaluator.scaledWeight(Objective.CONVERSION);
    return conversion + Arrays.stream(best).mapToDouble(row -> row[budget]).max().orElseThrow();
  }
}
