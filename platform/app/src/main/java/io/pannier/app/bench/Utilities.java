package io.pannier.app.bench;

import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.Objective;

/** What bundles are worth by the platform's own arithmetic, whatever a strategy claims. */
final class Utilities {
  private Utilities() {}

  /** That of the first bundle; 0 where there is none. */
  static double of(BundlingProblem problem, BundlingResult result) {
    if (result.bundles().isEmpty()) {
      return 0;
    }
    ComposedBundle first = result.bundles().getFirst();
    return of(problem, first.candidates(), first.quantities(), first.discount());
  }

  static double of(BundlingProblem problem, int[] candidates, int[] quantities, long discount) {
    BundleEvaluator evaluator = new BundleEvaluator(problem);
    double[] objectives = new double[Objective.count()];
    evaluator.objectives(candidates, quantities, candidates.length, discount, objectives);
    return evaluator.utility(objectives);
  }
}
