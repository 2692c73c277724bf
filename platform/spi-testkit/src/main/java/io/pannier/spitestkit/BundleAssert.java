package io.pannier.spitestkit;

import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.Objective;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Assertions on bundles, by the arithmetic of {@link BundleEvaluator}. */
public final class BundleAssert {
  private static final double TOLERANCE = 1e-9;

  private BundleAssert() {}

  /** That a bundle is well formed, breaks no constraint and carries the evaluator's figures. */
  public static void isFeasible(BundlingProblem problem, ComposedBundle bundle) {
    isWellFormed(problem, bundle);
    BundleEvaluator evaluator = new BundleEvaluator(problem);
    evaluator
        .violation(bundle)
        .ifPresent(
            rejection -> {
              throw new AssertionError(
                  describe(bundle)
                      + " breaks "
                      + rejection.constraint()
                      + ": "
                      + rejection.reason());
            });
    double[] expected = objectives(evaluator, bundle);
    Check.that(
        bundle.objectives().length == expected.length,
        "%s has %d objectives",
        describe(bundle),
        bundle.objectives().length);
    for (Objective objective : Objective.values()) {
      int k = objective.ordinal();
      Check.that(
          close(bundle.objectives()[k], expected[k]),
          "%s of %s is given as %s and is %s",
          objective,
          describe(bundle),
          bundle.objectives()[k],
          expected[k]);
    }
    Check.that(
        bundle.propensity() > 0 && bundle.propensity() <= 1,
        "%s has the propensity %s",
        describe(bundle),
        bundle.propensity());
  }

  /** That an answer is allowed, and its bundles stand best first by their utility. */
  public static void isGoodAnswer(BundlingProblem problem, BundlingResult result) {
    isAllowedAnswer(problem, result);
    double above = Double.POSITIVE_INFINITY;
    for (ComposedBundle bundle : result.bundles()) {
      double utility = bundle.utility();
      Check.that(
          utility <= above + TOLERANCE * Math.max(1, Math.abs(above)) || Double.isInfinite(above),
          "%s with utility %s stands below one with %s",
          describe(bundle),
          utility,
          above);
      above = utility;
    }
  }

  /**
   * That all bundles are feasible, different and not too many, with the evaluator's figures. What
   * stands first is the strategy's affair: one that learns knows better than the utility.
   */
  public static void isAllowedAnswer(BundlingProblem problem, BundlingResult result) {
    Check.that(
        result.bundles().size() <= problem.limit(),
        "%d bundles, %d wanted",
        result.bundles().size(),
        problem.limit());
    BundleEvaluator evaluator = new BundleEvaluator(problem);
    for (ComposedBundle bundle : result.bundles()) {
      isFeasible(problem, bundle);
      double utility = evaluator.utility(objectives(evaluator, bundle));
      Check.that(
          close(bundle.utility(), utility),
          "the utility of %s is given as %s and is %s",
          describe(bundle),
          bundle.utility(),
          utility);
    }
    areDifferent(result.bundles());
    Check.that(result.generations() >= 0 && result.evaluations() >= 0, "a negative count");
    for (BundlingResult.Rejection rejection : result.rejections()) {
      isWellFormed(problem, rejection.bundle());
      Check.that(
          evaluator.violation(rejection.bundle()).isPresent(),
          "%s is reported as rejected and is feasible",
          describe(rejection.bundle()));
      Check.that(!rejection.reason().isBlank(), "a rejection without a reason");
    }
  }

  /** That no bundle is at least as good as another in every objective and better in one. */
  public static void isFront(BundlingProblem problem, List<ComposedBundle> bundles) {
    BundleEvaluator evaluator = new BundleEvaluator(problem);
    for (ComposedBundle bundle : bundles) {
      isFeasible(problem, bundle);
    }
    for (ComposedBundle one : bundles) {
      for (ComposedBundle other : bundles) {
        Check.that(
            !dominates(objectives(evaluator, one), objectives(evaluator, other)),
            "%s dominates %s",
            describe(one),
            describe(other));
      }
    }
    areDifferent(bundles);
  }

  /** That two results hold the same bundles, to the bit. */
  public static void isSame(BundlingResult expected, BundlingResult actual, String when) {
    Check.that(
        expected.generations() == actual.generations(),
        "%s: %d generations, expected %d",
        when,
        actual.generations(),
        expected.generations());
    Check.that(
        expected.bundles().size() == actual.bundles().size(),
        "%s: %d bundles, expected %d",
        when,
        actual.bundles().size(),
        expected.bundles().size());
    for (int i = 0; i < expected.bundles().size(); i++) {
      ComposedBundle one = expected.bundles().get(i);
      ComposedBundle other = actual.bundles().get(i);
      Check.that(
          Arrays.equals(one.candidates(), other.candidates())
              && Arrays.equals(one.quantities(), other.quantities())
              && one.discount() == other.discount()
              && Arrays.equals(one.objectives(), other.objectives())
              && Double.compare(one.utility(), other.utility()) == 0
              && Double.compare(one.propensity(), other.propensity()) == 0,
          "%s: bundle %d is %s, expected %s",
          when,
          i,
          describe(other),
          describe(one));
    }
  }

  private static void isWellFormed(BundlingProblem problem, ComposedBundle bundle) {
    int[] candidates = bundle.candidates();
    Check.that(
        candidates.length == bundle.quantities().length,
        "%s: candidates and quantities differ in length",
        describe(bundle));
    for (int i = 0; i < candidates.length; i++) {
      Check.that(
          candidates[i] >= 0 && candidates[i] < problem.size(),
          "%s: there is no candidate %d",
          describe(bundle),
          candidates[i]);
      Check.that(
          i == 0 || candidates[i - 1] < candidates[i],
          "%s: candidates are not ascending or are repeated",
          describe(bundle));
    }
    areReasons(problem, bundle);
  }

  /** What carried an item is of the question or of the bundle, and not the item itself. */
  private static void areReasons(BundlingProblem problem, ComposedBundle bundle) {
    int[] candidates = bundle.candidates();
    int said = bundle.because().length;
    Check.that(
        said == 0 || said == candidates.length,
        "%s: %d reasons for %d items",
        describe(bundle),
        said,
        candidates.length);
    for (int i = 0; i < said; i++) {
      int item = bundle.because(i);
      boolean other = item != problem.item(candidates[i]);
      Check.that(
          item == -1 || (other && problem.mayCarry(bundle, item)),
          "%s: item %d carries nothing",
          describe(bundle),
          item);
    }
  }

  private static void areDifferent(List<ComposedBundle> bundles) {
    Set<String> seen = new HashSet<>();
    for (ComposedBundle bundle : bundles) {
      Check.that(seen.add(describe(bundle)), "%s is there twice", describe(bundle));
    }
  }

  private static double[] objectives(BundleEvaluator evaluator, ComposedBundle bundle) {
    double[] objectives = new double[Objective.count()];
    evaluator.objectives(
        bundle.candidates(),
        bundle.quantities(),
        bundle.candidates().length,
        bundle.discount(),
        objectives);
    return objectives;
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

  private static boolean close(double one, double other) {
    return Math.abs(one - other) <= TOLERANCE * Math.max(1, Math.abs(other));
  }

  private static String describe(ComposedBundle bundle) {
    return "candidates "
        + Arrays.toString(bundle.candidates())
        + " × "
        + Arrays.toString(bundle.quantities())
        + " − "
        + bundle.discount();
  }
}
