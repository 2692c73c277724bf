package io.pannier.optimizer;

import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.Objective;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds a bundling strategy to its contract: every bundle is checked against every constraint, and
 * its figures are computed again, so that an offer never repeats what a plugin merely claims.
 */
final class ComposedCheck {
  private ComposedCheck() {}

  /**
   * @throws PannierException {@code STRATEGY_INVALID_ANSWER} saying what is wrong
   */
  static BundlingResult checked(BundlingProblem problem, BundlingResult result) {
    if (result.bundles().size() > problem.limit()) {
      throw invalid(result.bundles().size() + " bundles, limit " + problem.limit());
    }
    BundleEvaluator evaluator = new BundleEvaluator(problem);
    List<ComposedBundle> bundles = new ArrayList<>(result.bundles().size());
    for (ComposedBundle bundle : result.bundles()) {
      checkShape(problem, bundle);
      evaluator
          .violation(bundle)
          .ifPresent(
              rejection -> {
                throw invalid(
                    "a bundle that breaks "
                        + rejection.constraint().wireName()
                        + ": "
                        + rejection.reason());
              });
      double[] objectives = new double[Objective.count()];
      evaluator.objectives(
          bundle.candidates(),
          bundle.quantities(),
          bundle.candidates().length,
          bundle.discount(),
          objectives);
      bundles.add(
          new ComposedBundle(
              bundle.candidates(),
              bundle.quantities(),
              bundle.discount(),
              objectives,
              evaluator.utility(objectives),
              bundle.propensity(),
              bundle.because()));
    }
    return new BundlingResult(
        bundles, result.generations(), result.evaluations(), result.rejections());
  }

  private static void checkShape(BundlingProblem problem, ComposedBundle bundle) {
    int[] candidates = bundle.candidates();
    if (candidates.length == 0 || candidates.length != bundle.quantities().length) {
      throw invalid("a bundle without items or with a quantity too many");
    }
    int previous = -1;
    for (int candidate : candidates) {
      if (candidate <= previous || candidate >= problem.size()) {
        throw invalid(
            "a bundle whose candidates are not ascending numbers below " + problem.size());
      }
      previous = candidate;
    }
    if (!(bundle.propensity() > 0 && bundle.propensity() <= 1)) {
      throw invalid("a propensity of " + bundle.propensity());
    }
    if (bundle.because().length != 0 && bundle.because().length != candidates.length) {
      throw invalid(bundle.because().length + " reasons for " + candidates.length + " items");
    }
    for (int item : bundle.because()) {
      if (item != -1 && !problem.mayCarry(bundle, item)) {
        throw invalid("a reason that is in neither question nor bundle, item " + item);
      }
    }
  }

  private static PannierException invalid(String what) {
    return new PannierException(
        StandardErrorCode.STRATEGY_INVALID_ANSWER, "the strategy answered " + what);
  }
}
