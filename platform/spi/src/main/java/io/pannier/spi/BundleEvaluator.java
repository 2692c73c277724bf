package io.pannier.spi;

import java.util.Optional;

/**
 * Computes what a bundle is worth and whether it is allowed, with the arithmetic that every
 * strategy and the platform share: the figures of an offer are this class's, not a plugin's.
 *
 * <p>Utility is {@code Σ weight(k) × objective(k) / scale(k)}: scale(k) is the largest value that
 * objective k reaches on a single unit of a single candidate at list price (1 for diversity, and
 * where that value is not positive), so that weights compare across shops and currencies.
 *
 * <p>Logarithm and exponential are those of {@link StrictMath}: a replay on another processor gives
 * the same bits. Holds scratch space: one instance for one thread.
 */
public final class BundleEvaluator {
  private static final float LEAST_RELEVANCE = 1e-6f;

  private final BundlingProblem problem;
  private final double[] logRelevance;
  private final double[] scale = new double[Objective.count()];
  private final double[] scaledWeight = new double[Objective.count()];
  private final double logBaseRate;
  private final BundleRules rules;

  public BundleEvaluator(BundlingProblem problem) {
    this.problem = problem;
    this.rules = new BundleRules(problem);
    int n = problem.size();
    this.logRelevance = new double[n];
    for (int i = 0; i < n; i++) {
      logRelevance[i] = StrictMath.log(Math.max(problem.relevance(i), LEAST_RELEVANCE));
    }
    this.logBaseRate = StrictMath.log(problem.model().baseRate());
    double[] single = new double[Objective.count()];
    int[] candidate = new int[1];
    int[] one = {1};
    for (int i = 0; i < n; i++) {
      candidate[0] = i;
      objectives(candidate, one, 1, 0, single);
      for (int k = 0; k < single.length; k++) {
        scale[k] = Math.max(scale[k], single[k]);
      }
    }
    for (Objective objective : Objective.values()) {
      int k = objective.ordinal();
      if (!(scale[k] > 0) || objective == Objective.DIVERSITY) {
        scale[k] = 1;
      }
      scaledWeight[k] = problem.weight(objective) / scale[k];
    }
  }

  /** Natural logarithm of a candidate's relevance, which is taken to be at least one millionth. */
  public double logRelevance(int candidate) {
    return logRelevance[candidate];
  }

  /** What an objective is divided by before it is weighed. */
  public double scale(Objective objective) {
    return scale[objective.ordinal()];
  }

  /** What one unit of an objective adds to the utility: its weight over its scale. */
  public double scaledWeight(Objective objective) {
    return scaledWeight[objective.ordinal()];
  }

  /** Σ price × quantity of the first {@code size} entries, minor units. */
  public long listPrice(int[] candidates, int[] quantities, int size) {
    long sum = 0;
    for (int i = 0; i < size; i++) {
      sum += problem.price(candidates[i]) * quantities[i];
    }
    return sum;
  }

  /** The largest discount that the constraints allow on a list price, minor units. */
  public long largestDiscount(long listPrice) {
    return rules.largestDiscount(listPrice);
  }

  /**
   * True when a bundle of that list price, cost and discount keeps the bounds on discount, budget
   * and margin.
   */
  public boolean affordable(long listPrice, long cost, long discount) {
    return rules.affordable(listPrice, cost, discount);
  }

  /**
   * Writes the five objectives of the bundle made of the first {@code size} entries, at least one.
   * The discount must be below the list price unless that is 0.
   */
  public void objectives(
      int[] candidates, int[] quantities, int size, long discount, double[] out) {
    ConversionModel model = problem.model();
    long list = 0;
    long cost = 0;
    int units = 0;
    double logRelevanceSum = 0;
    double cartLift = 0;
    double pairLift = 0;
    double relief = 0;
    int differing = 0;
    for (int a = 0; a < size; a++) {
      int i = candidates[a];
      int q = quantities[a];
      list += problem.price(i) * q;
      cost += problem.cost(i) * q;
      units += q;
      logRelevanceSum += logRelevance[i];
      cartLift += problem.cartLift(i);
      relief += (double) problem.relief(i) * q;
      int category = problem.category(i);
      for (int b = 0; b < a; b++) {
        int j = candidates[b];
        pairLift += problem.lift(i, j);
        if (category < 0 || category != problem.category(j)) {
          differing++;
        }
      }
    }
    double pairs = size * (size - 1) / 2.0;
    double logP =
        logBaseRate
            + logRelevanceSum / size
            + model.liftWeight() * (cartLift / size + (size > 1 ? pairLift / pairs : 0))
            - model.unitPenalty() * (units - 1);
    if (discount > 0) {
      logP -= model.elasticity() * StrictMath.log1p(-(double) discount / list);
    }
    double p = Math.min(1, StrictMath.exp(logP));
    long price = list - discount;
    out[0] = p;
    out[1] = p * price;
    out[2] = p * (price - cost);
    out[3] = size > 1 ? differing / pairs : 0;
    out[4] = relief / units;
  }

  /** The weighted sum of scaled objectives. */
  public double utility(double[] objectives) {
    double sum = 0;
    for (int k = 0; k < scaledWeight.length; k++) {
      sum += scaledWeight[k] * objectives[k];
    }
    return sum;
  }

  /**
   * Checks a bundle against every constraint of the problem.
   *
   * @return the first constraint that the bundle breaks, in words; empty when it is feasible
   * @throws PannierException {@code STRATEGY_INVALID_ANSWER} if it is no bundle of this problem:
   *     candidates not ascending or out of range, or arrays of different length
   */
  public Optional<BundlingResult.Rejection> violation(ComposedBundle bundle) {
    return rules.violation(bundle);
  }
}
