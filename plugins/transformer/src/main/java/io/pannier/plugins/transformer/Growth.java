package io.pannier.plugins.transformer;

import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.Objective;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Grows a bundle by utility alone, without a model: from one candidate, always by the one that
 * raises the utility most and by what members require. What answers where nothing is known of the
 * question, there is no time, or no beam fits.
 */
final class Growth {
  private final BundlingProblem problem;
  private final BundleEvaluator evaluator;
  private final Fit fit;
  private final int[] members;
  private final int[] quantities;
  private final double[] objectives = new double[Objective.count()];

  Growth(BundlingProblem problem, BundleEvaluator evaluator, Fit fit) {
    this.problem = problem;
    this.evaluator = evaluator;
    this.fit = fit;
    this.members = new int[problem.constraints().maxItems()];
    this.quantities = new int[members.length];
    Arrays.fill(quantities, 1);
  }

  /** A set that holds a candidate, ascending; null where none is found. */
  int @Nullable [] from(int first) {
    if (!fit.mayJoin(members, 0, first)) {
      return null;
    }
    members[0] = first;
    int size = 1;
    double utility = utility(size);
    while (true) {
      int required = required(size);
      if (required >= 0) {
        if (size == members.length || !fit.mayJoin(members, size, required)) {
          return null;
        }
        members[size++] = required;
        utility = utility(size);
        continue;
      }
      int next = size == members.length ? -1 : best(size);
      if (next < 0) {
        break;
      }
      members[size] = next;
      double grown = utility(size + 1);
      boolean complete = problem.demands().unmet(members, size) < 0;
      if (complete && size >= problem.constraints().minItems() && grown <= utility) {
        break;
      }
      size++;
      utility = grown;
    }
    if (size < problem.constraints().minItems()) {
      return null;
    }
    int[] set = Arrays.copyOf(members, size);
    Arrays.sort(set);
    return set;
  }

  private int required(int size) {
    for (int a = 0; a < size; a++) {
      int missing = fit.missing(members, size, members[a]);
      if (missing >= 0) {
        return missing;
      }
    }
    return -1;
  }

  /**
   * The candidate that requires nothing more and raises the utility most, among those that a rule
   * asks for where one does; −1 for none.
   */
  private int best(int size) {
    int asked = problem.demands().unmet(members, size);
    int best = -1;
    double highest = Double.NEGATIVE_INFINITY;
    for (int candidate = 0; candidate < problem.size(); candidate++) {
      if ((asked < 0 || problem.demands().contains(asked, candidate))
          && fit.mayJoin(members, size, candidate)) {
        members[size] = candidate;
        double utility = utility(size + 1);
        if (utility > highest && fit.missing(members, size + 1, candidate) < 0) {
          highest = utility;
          best = candidate;
        }
      }
    }
    return best;
  }

  private double utility(int size) {
    evaluator.objectives(members, quantities, size, 0, objectives);
    return evaluator.utility(objectives);
  }
}
