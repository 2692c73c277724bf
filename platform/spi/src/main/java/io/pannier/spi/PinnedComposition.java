package io.pannier.spi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Asks a bundling strategy so that pins are followed, whatever the strategy: its first bundle is
 * the best one that holds a pinned candidate, where there is one, and the others are what it would
 * compose without pins. Without pins the strategy is asked as it is.
 *
 * <p>The first bundle keeps the problem's seed, and with it the decision that a learner will hear
 * of; the others are composed under another. Equal problem and generations give equal bundles.
 */
public final class PinnedComposition {
  private static final long OTHERS = 0x0f0f_1bad_5eed_2b2bL;

  private PinnedComposition() {}

  /**
   * @param budget of the first search; the second runs as many generations as the first, so that
   *     whoever has a time limit gives half of it
   */
  public static BundlingResult compose(
      BundlingStrategy strategy, BundlingProblem problem, SearchBudget budget) {
    if (!problem.demands().pins()) {
      return strategy.compose(problem, budget);
    }
    BundlingResult first = strategy.compose(first(problem), budget);
    if (first.bundles().isEmpty()) {
      return strategy.compose(unpinned(problem), budget);
    }
    if (problem.limit() == 1) {
      return new BundlingResult(
          first.bundles(), first.generations(), first.evaluations(), rejections(problem, first));
    }
    BundlingResult others =
        strategy.compose(
            unpinned(problem).withSeed(problem.seed() ^ OTHERS),
            SearchBudget.ofGenerations(first.generations()));
    List<ComposedBundle> bundles = new ArrayList<>();
    ComposedBundle pinned = first.bundles().getFirst();
    bundles.add(pinned);
    for (ComposedBundle bundle : others.bundles()) {
      if (bundles.size() < problem.limit()
          && !Arrays.equals(bundle.candidates(), pinned.candidates())) {
        bundles.add(bundle);
      }
    }
    return new BundlingResult(
        bundles,
        first.generations(),
        first.evaluations() + others.evaluations(),
        rejections(problem, first));
  }

  /** Without those that merely hold nothing pinned: the problem itself allows them. */
  private static List<BundlingResult.Rejection> rejections(
      BundlingProblem problem, BundlingResult first) {
    BundleEvaluator evaluator = new BundleEvaluator(unpinned(problem));
    return first.rejections().stream()
        .flatMap(rejection -> evaluator.violation(rejection.bundle()).stream())
        .toList();
  }

  /**
   * As {@link BundlingStrategy#propensity}, of the first bundle of {@link #compose}: where no
   * bundle with a pinned candidate is feasible, that of the problem without pins.
   */
  public static double propensity(
      BundlingStrategy strategy, BundlingProblem problem, int[] candidates) {
    if (!problem.demands().pins()) {
      return strategy.propensity(problem, candidates);
    }
    BundlingProblem pinned = first(problem);
    boolean feasible = !strategy.compose(pinned, SearchBudget.ofGenerations(0)).bundles().isEmpty();
    return strategy.propensity(feasible ? pinned : unpinned(problem), candidates);
  }

  private static BundlingProblem first(BundlingProblem problem) {
    return problem.withDemands(problem.demands().pinnedAsGroup()).withLimit(1);
  }

  private static BundlingProblem unpinned(BundlingProblem problem) {
    return problem.withDemands(problem.demands().unpinned());
  }
}
