package io.pannier.plugins.genetic;

/**
 * Finds some bundle that keeps every constraint where the greedy seeds found none: depth-first
 * search with bounds on money, once with the cheapest candidates first and once with those of the
 * highest margin first. Exact for small problems; for large ones it gives up after a bounded number
 * of bundles.
 */
final class FeasibleStart {
  private static final int MOST_BUNDLES = 4_000;

  private final CandidateTable table;
  private final Pricing pricing;
  private final Settlement settlement;
  private final Bundle bundle = new Bundle();
  private int[] order = {};
  private double[] key = {};
  private double[] cheapestFrom = {};
  private double[] slackFrom = {};
  private int seen;

  FeasibleStart(CandidateTable table, Pricing pricing, Settlement settlement) {
    this.table = table;
    this.pricing = pricing;
    this.settlement = settlement;
  }

  /**
   * @return a feasible bundle, owned by this object; its utility is negative infinity where none
   *     was found
   */
  Bundle find() {
    reserve();
    for (int i = 0; i < table.n; i++) {
      key[i] = pricing.lowestPrice(table.price[i], table.cost[i]);
    }
    if (!search()) {
      for (int i = 0; i < table.n; i++) {
        key[i] = -pricing.slack(table.price[i], table.cost[i]);
      }
      search();
    }
    return bundle;
  }

  private boolean search() {
    sort();
    double cheapest = Double.POSITIVE_INFINITY;
    double slack = 0;
    for (int a = table.n - 1; a >= 0; a--) {
      int i = order[a];
      cheapest = Math.min(cheapest, pricing.lowestPrice(table.price[i], table.cost[i]));
      slack = Math.max(slack, pricing.slack(table.price[i], table.cost[i]));
      cheapestFrom[a] = cheapest;
      slackFrom[a] = slack;
    }
    seen = 0;
    bundle.clear();
    return extend(0, 0, 0);
  }

  private boolean extend(int from, double list, double cost) {
    if (bundle.size >= table.constraints.minItems() && closed() && settlement.settle(bundle, 0)) {
      return true;
    }
    if (bundle.size == table.constraints.maxItems()) {
      return false;
    }
    for (int a = from; a < table.n; a++) {
      int i = order[a];
      int missing = Math.max(0, table.constraints.minItems() - bundle.size);
      int room = (table.constraints.maxItems() - bundle.size) * table.constraints.maxQuantity();
      if (seen >= MOST_BUNDLES
          || pricing.lowestPrice(list, cost) + missing * cheapestFrom[a]
              > table.constraints.budget() + 1.0
          || pricing.slack(list, cost) + room * slackFrom[a] < -1) {
        return false;
      }
      if (!fits(i)) {
        continue;
      }
      for (int quantity = 1; quantity <= table.mostUnits[i]; quantity++) {
        seen++;
        bundle.add(i, quantity);
        if (extend(a + 1, list + table.price[i] * quantity, cost + table.cost[i] * quantity)) {
          return true;
        }
        bundle.size--;
      }
    }
    return false;
  }

  private boolean fits(int candidate) {
    if (CandidateTable.contains(table.impossible, candidate)) {
      return false;
    }
    int same = 0;
    for (int a = 0; a < bundle.size; a++) {
      int member = bundle.members[a];
      if (table.problem.incompatible(candidate, member)) {
        return false;
      }
      same += table.category[member] == table.category[candidate] ? 1 : 0;
    }
    return same < table.constraints.maxPerCategory();
  }

  private boolean closed() {
    for (int a = 0; table.anyDependent && a < bundle.size; a++) {
      for (int i = 0; i < table.n; i++) {
        if (table.requires(bundle.members[a], i) && !bundle.contains(i)) {
          return false;
        }
      }
    }
    return true;
  }

  /** True for what must come before the rest: what the first rule that asks for something means. */
  private boolean asked(int candidate) {
    return table.problem.demands().groups() > 0 && table.brings(candidate, 0);
  }

  private boolean after(int one, int other) {
    return asked(one) == asked(other) ? key[one] > key[other] : asked(other);
  }

  /** Insertion sort: n is small and this is the rare path. */
  private void sort() {
    for (int i = 0; i < table.n; i++) {
      int a = i;
      for (; a > 0 && after(order[a - 1], i); a--) {
        order[a] = order[a - 1];
      }
      order[a] = i;
    }
  }

  private void reserve() {
    if (order.length < table.n) {
      order = new int[table.n];
      key = new double[table.n];
      cheapestFrom = new double[table.n];
      slackFrom = new double[table.n];
    }
  }
}
