package io.pannier.spi;

import java.util.Arrays;

/**
 * Gives a set of candidates its quantities and its discount: coordinate ascent on the utility from
 * one unit of each and the smallest discount that the budget asks for. A function of the set, so
 * that the propensity of the bundle is that of the set. For strategies that choose sets; one that
 * searches quantities and prices as well needs none. Holds scratch space: one instance for one
 * thread.
 */
public final class BundleSettlement {
  private static final int STEPS = 100;

  private final BundlingProblem problem;
  private final BundleEvaluator evaluator;
  private final double[] objectives = new double[Objective.count()];
  private long evaluations;

  /**
   * @param evaluator of the problem
   */
  public BundleSettlement(BundlingProblem problem, BundleEvaluator evaluator) {
    this.problem = problem;
    this.evaluator = evaluator;
  }

  /** Bundles that were evaluated so far. */
  public long evaluations() {
    return evaluations;
  }

  /**
   * The bundle of a set; feasible where any price makes it so.
   *
   * @param set candidates, ascending; kept
   * @param propensity with which it was chosen
   */
  public ComposedBundle settle(int[] set, double propensity) {
    int[] quantities = new int[set.length];
    Arrays.fill(quantities, 1);
    long discount = leastDiscount(evaluator.listPrice(set, quantities, set.length));
    double utility = utility(set, quantities, discount);
    double before;
    do {
      before = utility;
      discount = bestDiscount(set, quantities, discount, utility);
      utility = utility(set, quantities, discount);
      int grown = bestGrowth(set, quantities, discount, utility);
      if (grown >= 0) {
        discount = carriedOver(set, quantities, grown, discount);
        quantities[grown]++;
        utility = utility(set, quantities, discount);
      }
    } while (utility > before);
    double[] figures = new double[Objective.count()];
    evaluator.objectives(set, quantities, set.length, discount, figures);
    return new ComposedBundle(
        set, quantities, discount, figures, evaluator.utility(figures), propensity);
  }

  /** The best of the current discount and of all whole per cents that are allowed. */
  private long bestDiscount(int[] set, int[] quantities, long current, double utility) {
    long list = evaluator.listPrice(set, quantities, set.length);
    long cost = cost(set, quantities);
    long most = evaluator.largestDiscount(list);
    long best = current;
    double highest = utility;
    for (int step = 0; most > 0 && step <= STEPS; step++) {
      long discount = Math.min(most, (list * step + STEPS / 2) / STEPS);
      if (evaluator.affordable(list, cost, discount)) {
        double value = utility(set, quantities, discount);
        if (value > highest) {
          highest = value;
          best = discount;
        }
      }
      if (discount == most) {
        break;
      }
    }
    return best;
  }

  /** The member of which one more unit raises the utility most; −1 for none. */
  private int bestGrowth(int[] set, int[] quantities, long discount, double utility) {
    BundleConstraints constraints = problem.constraints();
    int best = -1;
    double highest = utility;
    for (int a = 0; a < set.length; a++) {
      if (quantities[a] >= Math.min(constraints.maxQuantity(), problem.stock(set[a]))) {
        continue;
      }
      long carried = carriedOver(set, quantities, a, discount);
      quantities[a]++;
      long list = evaluator.listPrice(set, quantities, set.length);
      if (evaluator.affordable(list, cost(set, quantities), carried)) {
        double value = utility(set, quantities, carried);
        if (value > highest) {
          highest = value;
          best = a;
        }
      }
      quantities[a]--;
    }
    return best;
  }

  /** The same share of the list price once there is one more unit. */
  private long carriedOver(int[] set, int[] quantities, int a, long discount) {
    if (discount == 0) {
      return 0;
    }
    long list = evaluator.listPrice(set, quantities, set.length);
    long larger = list + problem.price(set[a]);
    long share = (long) ((double) discount / list * larger);
    return Math.min(share, evaluator.largestDiscount(larger));
  }

  private long cost(int[] set, int[] quantities) {
    long sum = 0;
    for (int a = 0; a < set.length; a++) {
      sum += problem.cost(set[a]) * quantities[a];
    }
    return sum;
  }

  private double utility(int[] set, int[] quantities, long discount) {
    evaluations++;
    evaluator.objectives(set, quantities, set.length, discount, objectives);
    return evaluator.utility(objectives);
  }

  /** The smallest discount that brings a list price within the budget, minor units. */
  private long leastDiscount(long list) {
    long over = Math.max(0, list - problem.constraints().budget());
    return Math.min(over, evaluator.largestDiscount(list));
  }
}
