package io.pannier.plugins.genetic;

/**
 * Gives a complete bundle its discount and utility with the rounding to minor units that the scan
 * leaves out: hill climbing over discount steps from the scan's, which for a unimodal function of
 * the discount ends at the optimum.
 */
final class Settlement {
  private final CandidateTable table;
  private final Pricing pricing;
  private long list;
  private long cost;
  private double logP;
  private double unpriced;
  private long settledDiscount;

  Settlement(CandidateTable table, Pricing pricing) {
    this.table = table;
    this.pricing = pricing;
  }

  /**
   * Sets discount and utility of a bundle whose items and quantities are allowed.
   *
   * @param hint step to start from
   * @return false, with utility negative infinity, where no step is affordable, or where what a
   *     rule asks for is missing
   */
  boolean settle(Bundle bundle, int hint) {
    bundle.utility = Double.NEGATIVE_INFINITY;
    int start = nearest(bundle, hint);
    if (start < 0) {
      return false;
    }
    bundle.utility = value(start);
    bundle.step = start;
    bundle.discount = settledDiscount;
    climb(bundle, 1);
    if (bundle.step == start) {
      climb(bundle, -1);
    }
    return true;
  }

  /**
   * @return the affordable step that is nearest to the hint; -1 where none is affordable, or where
   *     what a rule asks for is missing
   */
  int nearest(Bundle bundle, int hint) {
    if (table.problem.demands().unmet(bundle.members, bundle.size) >= 0) {
      return -1;
    }
    sum(bundle);
    return firstAffordable(hint);
  }

  private void climb(Bundle bundle, int direction) {
    double last = bundle.utility;
    int step = bundle.step + direction;
    while (step >= 0 && step <= pricing.mostSteps() && pricing.affordable(list, cost, step)) {
      double value = value(step);
      if (value < last) {
        return;
      }
      if (value > bundle.utility) {
        bundle.utility = value;
        bundle.step = step;
        bundle.discount = settledDiscount;
      }
      last = value;
      step += direction;
    }
  }

  private int firstAffordable(int hint) {
    for (int distance = 0; distance <= Pricing.STEPS; distance++) {
      int above = hint + distance;
      int below = hint - distance;
      if (above <= pricing.mostSteps() && pricing.affordable(list, cost, above)) {
        return above;
      }
      if (below >= 0 && pricing.affordable(list, cost, below)) {
        return below;
      }
    }
    return -1;
  }

  private void sum(Bundle bundle) {
    list = 0;
    cost = 0;
    int units = 0;
    double attraction = 0;
    double pairLift = 0;
    double relief = 0;
    int differing = 0;
    for (int a = 0; a < bundle.size; a++) {
      int i = bundle.members[a];
      int quantity = bundle.quantities[a];
      list += table.problem.price(i) * quantity;
      cost += table.problem.cost(i) * quantity;
      units += quantity;
      attraction += table.attraction[i];
      relief += table.relief[i] * quantity;
      for (int b = 0; b < a; b++) {
        int j = bundle.members[b];
        pairLift += table.problem.lift(j, i);
        differing += table.category[i] == table.category[j] ? 0 : 1;
      }
    }
    int size = bundle.size;
    double perPair = size > 1 ? 2.0 / (size * (size - 1)) : 0;
    logP =
        table.logBaseRate
            + attraction / size
            + table.liftWeight * pairLift * perPair
            - table.unitPenalty * (units - 1);
    unpriced = table.weightDiversity * differing * perPair + table.weightRelief * relief / units;
  }

  private double value(int step) {
    settledDiscount = pricing.discount(list, step);
    long price = list - settledDiscount;
    double log = logP;
    if (settledDiscount > 0) {
      log -= pricing.elasticity() * StrictMath.log1p(-(double) settledDiscount / list);
    }
    double p = Math.min(1, Exponential.of(log));
    return p
            * (table.weightConversion
                + table.weightRevenue * price
                + table.weightMargin * (price - cost))
        + unpriced;
  }
}
