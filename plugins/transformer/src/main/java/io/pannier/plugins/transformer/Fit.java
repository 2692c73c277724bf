package io.pannier.plugins.transformer;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundleDemands;
import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;

/**
 * Which candidates may join a bundle that is being composed, and whether it may end: what excludes
 * a member, one too many of a category and what no allowed discount brings within the budget stay
 * out; a bundle does not end before it holds what its members require. A margin floor is left to
 * the check of whole bundles, since a later member may make up for an earlier one.
 */
final class Fit {
  private final BundlingProblem problem;
  private final BundleConstraints constraints;
  private final BundleEvaluator evaluator;

  Fit(BundlingProblem problem, BundleEvaluator evaluator) {
    this.problem = problem;
    this.constraints = problem.constraints();
    this.evaluator = evaluator;
  }

  /**
   * Whether a candidate may join.
   *
   * @param members of the bundle so far, at the front
   */
  boolean mayJoin(int[] members, int size, int candidate) {
    long list = problem.price(candidate);
    int alike = 1;
    for (int a = 0; a < size; a++) {
      int member = members[a];
      if (member == candidate || problem.incompatible(member, candidate)) {
        return false;
      }
      list += problem.price(member);
      alike +=
          problem.category(candidate) >= 0
                  && problem.category(member) == problem.category(candidate)
              ? 1
              : 0;
    }
    return alike <= constraints.maxPerCategory()
        && leavesRoom(members, size, candidate)
        && list - evaluator.largestDiscount(list) <= constraints.budget();
  }

  /** Whether what the placement's rules ask for still has room when a candidate has joined. */
  private boolean leavesRoom(int[] members, int size, int candidate) {
    BundleDemands demands = problem.demands();
    if (demands.groups() == 0) {
      return true;
    }
    int unmet = 0;
    for (int g = 0; g < demands.groups(); g++) {
      boolean met = demands.contains(g, candidate);
      for (int a = 0; a < size && !met; a++) {
        met = demands.contains(g, members[a]);
      }
      unmet += met ? 0 : 1;
    }
    return unmet <= constraints.maxItems() - size - 1;
  }

  /** Whether a bundle holds all that its members, and the placement's rules, require. */
  boolean mayEnd(int[] members, int size) {
    if (problem.demands().unmet(members, size) >= 0) {
      return false;
    }
    for (int a = 0; a < size; a++) {
      if (missing(members, size, members[a]) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** A candidate that a member requires and that is not in the bundle; −1 for none. */
  int missing(int[] members, int size, int member) {
    for (int word = 0; word < (problem.size() + 63) / 64; word++) {
      long required = problem.requiresWord(member, word);
      for (int b = 0; b < size && required != 0; b++) {
        if (members[b] >> 6 == word) {
          required &= ~(1L << members[b]);
        }
      }
      if (required != 0) {
        return (word << 6) + Long.numberOfTrailingZeros(required);
      }
    }
    return -1;
  }
}
