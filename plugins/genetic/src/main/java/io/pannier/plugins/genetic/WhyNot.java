package io.pannier.plugins.genetic;

import io.pannier.spi.BundlingResult.Rejection;
import io.pannier.spi.Constraint;
import java.util.List;

/**
 * Tells which better bundles the constraints forbade. Looks once, after the search, at neighbours
 * of the best bundle (one candidate more, one in the place of the weakest item, one unit more, a
 * larger discount) without asking whether they are allowed, and keeps for each constraint the best
 * one that it forbids.
 */
final class WhyNot {
  private static final int LARGEST_STEP = 90;

  /** A neighbour counts as better when it gains more than this share. */
  private static final double LEAST_GAIN = 1e-6;

  private final CandidateTable table;
  private final Pricing pricing;
  private final Scan scan;
  private final Remainder rest;
  private final Refusals refusals;
  private final Bundle[] best = new Bundle[Constraint.values().length];
  private long[] removed = {};
  private long[] none = {};

  WhyNot(CandidateTable table, Pricing pricing, Scan scan) {
    this.table = table;
    this.pricing = pricing;
    this.scan = scan;
    this.rest = new Remainder(table);
    this.refusals = new Refusals(table);
    for (int kind = 0; kind < best.length; kind++) {
      best[kind] = new Bundle();
    }
  }

  /** What kept the bundle from being better; at most {@code limit}, best first. */
  List<Rejection> around(Bundle bundle, int limit) {
    if (limit == 0) {
      return List.of();
    }
    if (none.length < table.words) {
      removed = new long[table.words];
      none = new long[table.words];
    }
    for (Bundle each : best) {
      each.size = 0;
      each.utility = bundle.utility + LEAST_GAIN * Math.abs(bundle.utility);
    }
    if (bundle.size > 1) {
      takeOut(weakest(bundle));
      rest.load(bundle, removed, none);
      tryCandidates();
    }
    rest.load(bundle, none, none);
    tryCandidates();
    for (int a = 0; a < bundle.size; a++) {
      tryOneMore(bundle, a);
    }
    tryLargerDiscount(bundle);
    refusals.clear();
    for (Bundle each : best) {
      if (each.size > 0) {
        refusals.add(each, bundle.utility);
      }
    }
    return refusals.best(limit);
  }

  /** The item without which the bundle keeps most of its utility. */
  private int weakest(Bundle bundle) {
    int weakest = bundle.members[0];
    double most = Double.NEGATIVE_INFINITY;
    for (int a = 0; a < bundle.size; a++) {
      takeOut(bundle.members[a]);
      rest.load(bundle, removed, none);
      double value = scan.valueOf(rest, bundle.step);
      if (value > most) {
        most = value;
        weakest = bundle.members[a];
      }
    }
    return weakest;
  }

  private void takeOut(int candidate) {
    for (int word = 0; word < table.words; word++) {
      removed[word] = 0;
    }
    removed[candidate >> 6] |= 1L << candidate;
  }

  private void tryCandidates() {
    for (int j = 0; j < table.n && rest.size < Bundle.MOST_ITEMS; j++) {
      if (rest.holds(j) || table.mostUnits[j] < 1) {
        continue;
      }
      int step = pricing.wishedStep(rest.list + table.price[j], rest.cost + table.cost[j]);
      double value = scan.valueWith(rest, j, step);
      Constraint guess = value > lowestKept() ? firstBroken(j, step) : Constraint.SIZE;
      if (value > best[guess.ordinal()].utility && (guess != Constraint.SIZE || tooMany())) {
        Bundle kept = keep(guess, value);
        copyRest(kept);
        kept.add(j, 1);
        price(kept, step);
      }
    }
  }

  private double lowestKept() {
    double lowest = Double.POSITIVE_INFINITY;
    for (Bundle each : best) {
      lowest = Math.min(lowest, each.utility);
    }
    return lowest;
  }

  private boolean tooMany() {
    return rest.size + 1 > table.constraints.maxItems();
  }

  /** The constraint that joining breaks; {@code SIZE} also where none is broken. */
  private Constraint firstBroken(int candidate, int step) {
    if (tooMany()) {
      return Constraint.SIZE;
    }
    for (int a = 0; a < rest.size; a++) {
      if (table.problem.incompatible(candidate, rest.members[a])) {
        return Constraint.INCOMPATIBLE;
      }
    }
    if (rest.inCategory[table.category[candidate]] >= table.constraints.maxPerCategory()) {
      return Constraint.CATEGORY_CAP;
    }
    if (CandidateTable.contains(table.dependent, candidate)) {
      return Constraint.REQUIRED;
    }
    long list = (long) (rest.list + table.price[candidate]);
    long cost = (long) (rest.cost + table.cost[candidate]);
    long price = list - pricing.discount(list, step);
    if (price > table.constraints.budget()) {
      return Constraint.BUDGET;
    }
    return pricing.affordable(list, cost, step) ? Constraint.SIZE : Constraint.MARGIN_FLOOR;
  }

  private void tryOneMore(Bundle bundle, int place) {
    int i = bundle.members[place];
    int quantity = bundle.quantities[place] + 1;
    Constraint broken =
        quantity > table.constraints.maxQuantity() ? Constraint.QUANTITY : Constraint.STOCK;
    if (quantity <= table.mostUnits[i]) {
      return;
    }
    int step = pricing.wishedStep(rest.list + table.price[i], rest.cost + table.cost[i]);
    double value = scan.valueWithUnit(rest, i, step);
    if (value > best[broken.ordinal()].utility) {
      Bundle kept = keep(broken, value);
      kept.copy(bundle);
      kept.quantities[place] = quantity;
      kept.utility = value;
      price(kept, step);
    }
  }

  private void tryLargerDiscount(Bundle bundle) {
    int step = pricing.wishedStep(rest.list, rest.cost, LARGEST_STEP);
    double value = scan.valueOf(rest, step);
    if (step > pricing.mostSteps() && value > best[Constraint.DISCOUNT.ordinal()].utility) {
      Bundle kept = keep(Constraint.DISCOUNT, value);
      kept.copy(bundle);
      kept.utility = value;
      kept.discount = Pricing.rounded((long) rest.list, step);
    }
  }

  private Bundle keep(Constraint broken, double value) {
    Bundle kept = best[broken.ordinal()];
    kept.clear();
    kept.utility = value;
    return kept;
  }

  private void copyRest(Bundle into) {
    for (int a = 0; a < rest.size; a++) {
      into.add(rest.members[a], rest.quantities[a]);
    }
  }

  private void price(Bundle bundle, int step) {
    bundle.step = step;
    bundle.discount =
        pricing.discount(
            table.evaluator.listPrice(bundle.members, bundle.quantities, bundle.size), step);
  }
}
