package io.pannier.plugins.genetic;

import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.Objective;
import java.util.Arrays;

/** Tries every bundle of a small problem: all sets, quantities and discount steps. */
final class Exhaustive {
  private final BundlingProblem problem;
  private final BundleEvaluator evaluator;
  private final int[] members = new int[32];
  private final int[] quantities = new int[32];
  private final double[] objectives = new double[Objective.count()];
  private double best = Double.NEGATIVE_INFINITY;

  private Exhaustive(BundlingProblem problem) {
    this.problem = problem;
    this.evaluator = new BundleEvaluator(problem);
  }

  /**
   * @return the highest utility of a feasible bundle; negative infinity where there is none
   */
  static double bestUtility(BundlingProblem problem) {
    Exhaustive exhaustive = new Exhaustive(problem);
    exhaustive.extend(0, 0);
    return exhaustive.best;
  }

  private void extend(int from, int size) {
    if (size > 0) {
      discounts(size);
    }
    for (int i = from; i < problem.size() && size < problem.constraints().maxItems(); i++) {
      members[size] = i;
      int most = Math.min(problem.stock(i), problem.constraints().maxQuantity());
      for (quantities[size] = 1; quantities[size] <= most; quantities[size]++) {
        extend(i + 1, size + 1);
      }
    }
  }

  private void discounts(int size) {
    long list = evaluator.listPrice(members, quantities, size);
    int steps = (int) Math.ceil(problem.constraints().maxDiscount() * 100);
    for (int step = 0; step <= steps; step++) {
      long discount =
          Math.min(evaluator.largestDiscount(list), Math.floorDiv(list * step + 50, 100L));
      evaluator.objectives(members, quantities, size, discount, objectives);
      double utility = evaluator.utility(objectives);
      if (utility > best && evaluator.violation(bundle(size, discount)).isEmpty()) {
        best = utility;
      }
    }
  }

  private ComposedBundle bundle(int size, long discount) {
    return new ComposedBundle(
        Arrays.copyOf(members, size), Arrays.copyOf(quantities, size), discount, objectives, 0, 1);
  }
}
