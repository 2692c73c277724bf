package io.pannier.plugins.genetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.Objective;
import io.pannier.spi.SearchBudget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ComposePropertyTest {
  private final GeneticStrategy strategy =
      new GeneticStrategy(ComposeConfig.DEFAULTS, FrontConfig.DEFAULTS);

  @Property(tries = 300)
  void everyBundleIsFeasibleDistinctAndCarriesThePlatformsFigures(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 150) int n) {
    BundlingProblem problem = HardProblems.random(seed, n, 4);
    BundleEvaluator evaluator = new BundleEvaluator(problem);
    BundlingResult result = strategy.compose(problem, SearchBudget.ofGenerations(150));
    assertThat(result.bundles()).hasSizeLessThanOrEqualTo(4);
    Set<List<Integer>> sets = new HashSet<>();
    double[] objectives = new double[Objective.count()];
    double last = Double.POSITIVE_INFINITY;
    for (ComposedBundle bundle : result.bundles()) {
      assertThat(evaluator.violation(bundle)).isEmpty();
      assertThat(sets.add(Arrays.stream(bundle.candidates()).boxed().toList())).isTrue();
      evaluator.objectives(
          bundle.candidates(),
          bundle.quantities(),
          bundle.candidates().length,
          bundle.discount(),
          objectives);
      assertThat(bundle.objectives()).containsExactly(objectives);
      assertThat(bundle.utility()).isEqualTo(evaluator.utility(objectives));
      assertThat(bundle.utility()).isLessThanOrEqualTo(last);
      assertThat(bundle.propensity()).isEqualTo(1);
      last = bundle.utility();
    }
    for (BundlingResult.Rejection rejection : result.rejections()) {
      assertThat(evaluator.violation(rejection.bundle()))
          .hasValueSatisfying(
              found -> assertThat(found.constraint()).isEqualTo(rejection.constraint()));
      if (!result.bundles().isEmpty()) {
        assertThat(rejection.bundle().utility())
            .isGreaterThan(result.bundles().getFirst().utility() - 1e-9);
      }
    }
    if (result.bundles().isEmpty()) {
      assertThat(result.rejections()).isNotEmpty();
    }
  }

  /**
   * A search is no proof: of 32,466 drawn problems it missed the optimum of 18. More than two of so
   * few would be a search that has become worse.
   */
  @Property(tries = 3)
  void findsTheOptimumOfNearlyAllSmallProblems(@ForAll long seed) {
    List<String> missed = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      int n = 1 + i % 7;
      BundlingProblem problem = HardProblems.random(seed + i, n, 1);
      double best = Exhaustive.bestUtility(problem);
      BundlingResult result = strategy.compose(problem, SearchBudget.ofGenerations(1_000));
      boolean feasible = best != Double.NEGATIVE_INFINITY;
      boolean found =
          feasible
              ? !result.bundles().isEmpty()
                  && Math.abs(result.bundles().getFirst().utility() - best)
                      <= 1e-9 * Math.max(1, Math.abs(best))
              : result.bundles().isEmpty();
      if (!found) {
        missed.add("seed " + (seed + i) + " of " + n);
      }
    }
    assertThat(missed).hasSizeLessThanOrEqualTo(2);
  }

  @Property(tries = 60)
  void aReplayByGenerationsGivesTheSameBits(@ForAll long seed) {
    BundlingProblem problem = ShopProblems.typical(seed);
    BundlingResult timed = strategy.compose(problem, SearchBudget.ofNanos(200_000));
    GeneticStrategy another = new GeneticStrategy(ComposeConfig.DEFAULTS, FrontConfig.DEFAULTS);
    another.compose(ShopProblems.typical(seed + 1), SearchBudget.ofGenerations(40));
    BundlingResult replayed =
        another.compose(problem, SearchBudget.ofGenerations(timed.generations()));
    assertThat(describe(replayed)).isEqualTo(describe(timed));
    assertThat(replayed.evaluations()).isEqualTo(timed.evaluations());
  }

  static List<String> describe(BundlingResult result) {
    return result.bundles().stream()
        .map(
            bundle ->
                Arrays.toString(bundle.candidates())
                    + Arrays.toString(bundle.quantities())
                    + bundle.discount()
                    + Arrays.toString(bundle.objectives())
                    + Double.doubleToRawLongBits(bundle.utility()))
        .toList();
  }
}
