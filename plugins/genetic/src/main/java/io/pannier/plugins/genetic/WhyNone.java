package io.pannier.plugins.genetic;

import io.pannier.spi.BundlingResult.Rejection;
import java.util.List;

/**
 * Tells why a problem has no feasible bundle: what the most obvious bundles of the least size
 * break, first those that respect exclusions, requirements and the category cap, then those that do
 * not.
 */
final class WhyNone {
  private final CandidateTable table;
  private final Pricing pricing;
  private final Assembly assembly;
  private final Refusals refusals;
  private double[] key = {};
  private long[] none = {};

  WhyNone(CandidateTable table, Pricing pricing) {
    this.table = table;
    this.pricing = pricing;
    this.assembly = new Assembly(table);
    this.refusals = new Refusals(table);
  }

  /** At most {@code limit} reasons. */
  List<Rejection> explain(int limit) {
    if (key.length < table.n) {
      key = new double[table.n];
      none = new long[table.words];
    }
    refusals.clear();
    for (int i = 0; i < table.n; i++) {
      key[i] = -table.attraction[i];
    }
    tryFirst();
    for (int i = 0; i < table.n; i++) {
      key[i] = pricing.lowestPrice(table.price[i], table.cost[i]);
    }
    tryFirst();
    for (int i = 0; i < table.n; i++) {
      key[i] = -pricing.slack(table.price[i], table.cost[i]);
    }
    tryFirst();
    return refusals.best(limit);
  }

  /** Bundles of the candidates with the lowest keys, with and without regard to each other. */
  private void tryFirst() {
    assembly.start(none);
    Bundle heedless = new Bundle();
    int wanted = Math.min(table.constraints.minItems(), table.n);
    long[] taken = none.clone();
    for (int rank = 0; rank < table.n; rank++) {
      int i = lowest(taken);
      taken[i >> 6] |= 1L << i;
      if (heedless.size < wanted) {
        heedless.add(i, 1);
      }
      if (assembly.bundle.size < wanted) {
        assembly.join(i, 1);
      }
    }
    refuse(assembly.bundle);
    refuse(heedless);
  }

  private int lowest(long[] taken) {
    int lowest = -1;
    for (int i = 0; i < table.n; i++) {
      if (!CandidateTable.contains(taken, i) && (lowest < 0 || key[i] < key[lowest])) {
        lowest = i;
      }
    }
    return lowest;
  }

  private void refuse(Bundle bundle) {
    if (bundle.size == 0) {
      return;
    }
    double list = 0;
    double cost = 0;
    for (int a = 0; a < bundle.size; a++) {
      list += table.price[bundle.members[a]];
      cost += table.cost[bundle.members[a]];
    }
    bundle.discount = pricing.discount((long) list, pricing.nearestStep(list, cost));
    refusals.add(bundle, Double.NEGATIVE_INFINITY);
  }
}
