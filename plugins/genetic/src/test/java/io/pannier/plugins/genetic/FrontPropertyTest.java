package io.pannier.plugins.genetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.SearchBudget;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FrontPropertyTest {
  private final GeneticStrategy strategy =
      new GeneticStrategy(ComposeConfig.DEFAULTS, FrontConfig.DEFAULTS);

  @Property(tries = 100)
  void aFrontIsFeasibleAndNonDominated(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 130) int n) {
    BundlingProblem problem = HardProblems.random(seed, n, 1);
    BundleEvaluator evaluator = new BundleEvaluator(problem);
    BundlingResult result = strategy.front(problem, SearchBudget.ofGenerations(15));
    List<ComposedBundle> bundles = result.bundles();
    for (int a = 0; a < bundles.size(); a++) {
      assertThat(evaluator.violation(bundles.get(a))).isEmpty();
      if (a > 0) {
        assertThat(bundles.get(a).utility()).isLessThanOrEqualTo(bundles.get(a - 1).utility());
      }
      for (ComposedBundle other : bundles) {
        assertThat(dominates(other.objectives(), bundles.get(a).objectives())).isFalse();
      }
    }
    BundlingResult composed = strategy.compose(problem, SearchBudget.ofGenerations(15));
    assertThat(bundles.isEmpty()).isEqualTo(composed.bundles().isEmpty());
    assertThat(bundles.isEmpty()).isEqualTo(result.generations() == 0);
  }

  @Property(tries = 20)
  void equalSeedsAndGenerationsGiveEqualFronts(@ForAll long seed) {
    BundlingProblem problem = ShopProblems.typical(seed);
    BundlingResult one = strategy.front(problem, SearchBudget.ofNanos(3_000_000));
    BundlingResult other = strategy.front(problem, SearchBudget.ofGenerations(one.generations()));
    assertThat(ComposePropertyTest.describe(other)).isEqualTo(ComposePropertyTest.describe(one));
  }

  private static boolean dominates(double[] one, double[] other) {
    boolean better = false;
    for (int k = 0; k < one.length; k++) {
      if (one[k] < other[k]) {
        return false;
      }
      better |= one[k] > other[k];
    }
    return better;
  }
}
