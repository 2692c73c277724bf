package io.pannier.spi;

import java.util.Optional;

/**
 * Computes what a bundle is worth and whether it is allowed, with the arithmetic that every
 * strategy and the platform share: the figures of an offer are this class's, not a plugin's.
 *
 * <p>Utility is {@code Σ weight(k) × objective(k) / scale(k)}: scale(k) is the largest value that
 * objective k reaches on a single unit of a single candidate at list price (1 where that is not
 * positive), so that weights compare across shops and currencies.
 *
 * <p>Holds scratch space: one instance for one thread.
 */
public final class BundleEvaluator {
  private final BundlingProblem problem;
  private final double[] logRelevance;
  private final double[] scale = new double[Objective.count()];
  private final double logBaseRate;

  public BundleEvaluator(BundlingProblem problem) {
    this.problem = problem;
    int n = problem.size();
    this.logRelevance = new double[n];
    for (int i = 0; i < n; i++) {
      logRelevance[i] = Math.log(Math.max(problem.relevance(i), 1e-6f));
    }
    this.logBaseRate = Math.log(problem.model().baseRate());
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
    for (int k = 0; k < scale.length; k++) {
      if (!(scale[k] > 0) || k == Objective.DIVERSITY.ordinal()) {
        scale[k] = 1;
      }
    }
  }

  /** Σ price × quantity of the first {@code size} entries, minor units. */
  public long listPrice(int[] candidates, int[] quantities, int size) {
    long sum = 0;
    for (int i = 0; i < size; i++) {
      sum += problem.price(candidates[i]) * quantities[i];
    }
    return sum;
  }

  /**
   * Writes the five objectives of the bundle made of the first {@code size} entries. The discount
   * must be below the list price unless that is 0.
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
      logP -= model.elasticity() * Math.log1p(-(double) discount / list);
    }
    double p = Math.min(1, Math.exp(logP));
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
    for (Objective objective : OBJECTIVES) {
      int k = objective.ordinal();
      sum += problem.weight(objective) * objectives[k] / scale[k];
    }
    return sum;
  }

  /**
   * @return the first constraint that the bundle breaks, in words; empty when it is feasible
   */
  public Optional<BundlingResult.Rejection> violation(ComposedBundle bundle) {
    String reason = null;
    Constraint broken = null;
    BundleConstraints c = problem.constraints();
    int[] candidates = bundle.candidates();
    int[] quantities = bundle.quantities();
    int size = candidates.length;
    if (size < c.minItems() || size > c.maxItems()) {
      broken = Constraint.SIZE;
      reason = size + " items outside " + c.minItems() + " to " + c.maxItems();
    }
    long list = 0;
    long cost = 0;
    for (int a = 0; a < size && broken == null; a++) {
      int i = candidates[a];
      int q = quantities[a];
      list += problem.price(i) * q;
      cost += problem.cost(i) * q;
      if (q < 1 || q > c.maxQuantity()) {
        broken = Constraint.QUANTITY;
        reason = q + " units of one item outside 1 to " + c.maxQuantity();
      } else if (q > problem.stock(i)) {
        broken = Constraint.STOCK;
        reason = "stock " + problem.stock(i) + " under " + q;
      } else {
        Constraint pairwise = pairViolation(candidates, size, a);
        if (pairwise != null) {
          broken = pairwise;
          reason =
              switch (pairwise) {
                case INCOMPATIBLE -> "two items exclude each other";
                case REQUIRED -> "an item that another requires is missing";
                default -> "more than " + c.maxPerCategory() + " items of one category";
              };
        }
      }
    }
    if (broken == null) {
      long price = list - bundle.discount();
      if (bundle.discount() < 0 || bundle.discount() > Math.floor(c.maxDiscount() * list)) {
        broken = Constraint.DISCOUNT;
        reason = percent(bundle.discount(), list) + " discount over " + percent(c.maxDiscount());
      } else if (price > c.budget()) {
        broken = Constraint.BUDGET;
        reason = "price " + price + " over the budget of " + c.budget();
      } else if (price - cost < c.marginFloor() * price) {
        broken = Constraint.MARGIN_FLOOR;
        reason =
            "margin "
                + percent(price - cost, price)
                + " under the floor of "
                + percent(c.marginFloor());
      }
    }
    return broken == null || reason == null
        ? Optional.empty()
        : Optional.of(new BundlingResult.Rejection(bundle, broken, reason));
  }

  private @org.jspecify.annotations.Nullable Constraint pairViolation(
      int[] candidates, int size, int a) {
    int i = candidates[a];
    int sameCategory = 1;
    for (int b = 0; b < size; b++) {
      int j = candidates[b];
      if (b != a && problem.incompatible(i, j)) {
        return Constraint.INCOMPATIBLE;
      }
      if (b != a && problem.category(i) >= 0 && problem.category(i) == problem.category(j)) {
        sameCategory++;
      }
    }
    if (sameCategory > problem.constraints().maxPerCategory()) {
      return Constraint.CATEGORY_CAP;
    }
    for (int j = 0; j < problem.size(); j++) {
      if (problem.requires(i, j) && !contains(candidates, size, j)) {
        return Constraint.REQUIRED;
      }
    }
    return null;
  }

  private static boolean contains(int[] candidates, int size, int wanted) {
    for (int a = 0; a < size; a++) {
      if (candidates[a] == wanted) {
        return true;
      }
    }
    return false;
  }

  private static String percent(long part, long whole) {
    return whole == 0 ? "0 %" : percent((double) part / whole);
  }

  private static String percent(double share) {
    return Math.round(share * 100) + " %";
  }

  private static final Objective[] OBJECTIVES = Objective.values();
}
