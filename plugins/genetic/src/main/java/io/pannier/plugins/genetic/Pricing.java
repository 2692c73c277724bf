package io.pannier.plugins.genetic;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingProblem;

/**
 * The discount gene, solved instead of searched. With x = price / list price and e the elasticity,
 * the utility of fixed items depends on the discount through {@code x^-e (A + B x)}, where A =
 * weightConversion − weightMargin × cost and B = (weightRevenue + weightMargin) × list price. For e
 * &gt; 1 and A &lt; 0 its only maximum is at {@code x = e A / ((1 − e) B)} (the mark-up rule of
 * constant elasticity); otherwise the best x is an end of the feasible interval, which budget,
 * margin floor and largest discount leave.
 *
 * <p>A step is one per cent of the list price, rounded half up to minor units and cut at the
 * largest discount that is allowed.
 */
final class Pricing {
  /** Steps in the whole list price. */
  static final int STEPS = 100;

  private static final double TINY = 1e-9;

  /** Stands for an unbounded price per unit of cost, where the margin floor is 1. */
  private static final double NEVER = 1e18;

  private final double[] demand = new double[STEPS + 1];
  private final CandidateTable table;
  private double elasticity;
  private double markUp;
  private double perListPrice;
  private double weightConversion;
  private double weightMargin;
  private int mostSteps;
  private boolean bounded;
  private double budget;
  private double pricePerCost;
  private double leastShare;

  Pricing(CandidateTable table) {
    this.table = table;
  }

  /** Takes in what the table now holds. */
  void load() {
    BundlingProblem problem = table.problem;
    BundleConstraints constraints = table.constraints;
    mostSteps = (int) Math.ceil(constraints.maxDiscount() * STEPS - TINY);
    if (elasticity != problem.model().elasticity() || demand[0] == 0) {
      elasticity = problem.model().elasticity();
      for (int step = 0; step < STEPS; step++) {
        demand[step] = StrictMath.pow(share(step), -elasticity);
      }
    }
    markUp = elasticity > 1 ? elasticity / (elasticity - 1) : 0;
    weightConversion = table.weightConversion;
    weightMargin = table.weightMargin;
    perListPrice = table.weightRevenue + table.weightMargin;
    double floor = constraints.marginFloor();
    pricePerCost = floor < 0 ? 0 : floor < 1 ? 1 / (1 - floor) : NEVER;
    budget = constraints.budget();
    bounded = floor >= 0 || constraints.budget() < Long.MAX_VALUE;
    leastShare = 1 - constraints.maxDiscount();
  }

  double elasticity() {
    return elasticity;
  }

  int mostSteps() {
    return mostSteps;
  }

  /** Price over list price after a number of steps, before rounding to minor units. */
  static double share(int step) {
    return 1 - step * 0.01;
  }

  /** By how much the discount of a step multiplies demand. */
  double demand(int step) {
    return demand[step];
  }

  /** The discount of a step, minor units. */
  long discount(long list, int step) {
    return Math.min(table.evaluator.largestDiscount(list), rounded(list, step));
  }

  /** That many per cents of a list price, rounded half up to minor units. */
  static long rounded(long list, int step) {
    return (list * step + STEPS / 2) / STEPS;
  }

  /** True when the step or one of its neighbours is affordable after rounding. */
  boolean affordableNear(long list, long cost, int step) {
    return !bounded
        || affordable(list, cost, step)
        || (step < mostSteps && affordable(list, cost, step + 1))
        || (step > 0 && affordable(list, cost, step - 1));
  }

  boolean affordable(long list, long cost, int step) {
    return table.evaluator.affordable(list, cost, discount(list, step));
  }

  /**
   * The step of highest utility for a list price and cost, to within rounding to minor units; -1
   * where no step is affordable. The bounds are taken half a minor unit too wide, so that only what
   * is surely unaffordable is refused here.
   */
  int bestStep(double list, double cost) {
    if (!bounded && mostSteps == 0) {
      return 0;
    }
    double inverse = 1 / Math.max(list, TINY);
    int low = 0;
    int high = mostSteps;
    if (bounded) {
      double lowest = STEPS - STEPS * (budget + 0.5) * inverse;
      double highest = STEPS - STEPS * (cost * pricePerCost - 0.5) * inverse;
      low = lowest > 0 ? (int) Math.min(lowest + 1, STEPS + 1) : 0;
      high = highest < 0 ? -1 : (int) Math.min(highest, mostSteps);
      if (low > high) {
        return -1;
      }
    }
    return high == low ? low : wishedStep(list, cost, inverse, low, high);
  }

  /** As {@link #bestStep}, for a part of a bundle that may become affordable later. */
  int nearestStep(double list, double cost) {
    int step = bestStep(list, cost);
    return step >= 0 ? step : cost * pricePerCost > list ? 0 : mostSteps;
  }

  /** The lowest price that margin floor and largest discount allow; it grows with every item. */
  double lowestPrice(double list, double cost) {
    return Math.max(list * leastShare, cost * pricePerCost);
  }

  /**
   * By how much a list price exceeds what the margin floor asks at that cost; a bundle whose slack
   * is negative is never affordable.
   */
  double slack(double list, double cost) {
    return list - cost * pricePerCost;
  }

  /** The step of highest utility without regard to budget and margin floor. */
  int wishedStep(double list, double cost) {
    return wishedStep(list, cost, mostSteps);
  }

  /** As {@link #wishedStep(double, double)}, up to another largest step. */
  int wishedStep(double list, double cost, int high) {
    return wishedStep(list, cost, 1 / Math.max(list, TINY), 0, high);
  }

  private int wishedStep(double list, double cost, double inverse, int low, int high) {
    double a = weightConversion - weightMargin * cost;
    if (elasticity > 1) {
      if (a >= 0 || perListPrice <= 0) {
        return high;
      }
      double share = -a * markUp * inverse / perListPrice;
      int step = (int) Math.max(-1, STEPS + 0.5 - STEPS * share);
      return Math.max(low, Math.min(high, step));
    }
    if (a <= 0) {
      return low;
    }
    double b = perListPrice * list;
    double atLow = demand[low] * (a + b * share(low));
    double atHigh = demand[high] * (a + b * share(high));
    return atHigh > atLow ? high : low;
  }
}
