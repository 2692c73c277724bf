package io.pannier.plugins.ppo;

import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult.Rejection;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bundles that would be worth most if nothing were forbidden, as far as something forbids them:
 * grown by utility alone from each of the best candidates.
 */
final class WhyNot {
  private final ProblemView view;
  private final BundlingProblem problem;

  WhyNot(ProblemView view) {
    this.view = view;
    this.problem = view.problem;
  }

  /**
   * @param most starts to try
   */
  List<Rejection> rejections(int most) {
    List<Rejection> rejections = new ArrayList<>();
    List<int[]> seen = new ArrayList<>();
    SetSums none = new SetSums(view);
    double below = Double.POSITIVE_INFINITY;
    for (int rank = 0; rank < most; rank++) {
      int first = best(none, below);
      if (first < 0) {
        break;
      }
      below = none.utilityWith(first);
      int[] set = grow(first);
      if (seen.stream().noneMatch(known -> Arrays.equals(known, set))) {
        seen.add(set);
        view.evaluator.violation(bundle(set)).ifPresent(rejections::add);
      }
    }
    return rejections;
  }

  private int[] grow(int first) {
    SetSums set = new SetSums(view);
    set.add(first);
    while (set.size < problem.constraints().maxItems()) {
      int next = best(set, Double.POSITIVE_INFINITY);
      boolean wanted = set.size < problem.constraints().minItems();
      if (next < 0 || (!wanted && set.utilityWith(next) <= set.utility())) {
        break;
      }
      set.add(next);
    }
    int[] members = Arrays.copyOf(set.members, set.size);
    Arrays.sort(members);
    return members;
  }

  /** The candidate with the highest utility below a bound; −1 for none. */
  private int best(SetSums set, double below) {
    int best = -1;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < problem.size(); i++) {
      if (!set.contains(i)) {
        double utility = set.utilityWith(i);
        if (utility < below && utility > highest) {
          highest = utility;
          best = i;
        }
      }
    }
    return best;
  }

  private ComposedBundle bundle(int[] set) {
    int[] quantities = new int[set.length];
    Arrays.fill(quantities, 1);
    double[] objectives = new double[Objective.count()];
    view.evaluator.objectives(set, quantities, set.length, 0, objectives);
    return new ComposedBundle(
        set, quantities, 0, objectives, view.evaluator.utility(objectives), 1);
  }
}
