package io.pannier.spi;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The hard constraints of one problem, applied to bundles, with reasons in words. */
final class BundleRules {
  /** Keeps a product like 0.29 × 100 from losing its last unit to binary rounding. */
  private static final double ROUNDING_SLACK = 1e-9;

  private final BundlingProblem problem;
  private final BundleConstraints constraints;

  BundleRules(BundlingProblem problem) {
    this.problem = problem;
    this.constraints = problem.constraints();
  }

  long largestDiscount(long listPrice) {
    return (long) Math.floor(constraints.maxDiscount() * listPrice + ROUNDING_SLACK);
  }

  boolean affordable(long listPrice, long cost, long discount) {
    return moneyViolation(listPrice, cost, discount) == null;
  }

  Optional<BundlingResult.Rejection> violation(ComposedBundle bundle) {
    requireWellFormed(bundle);
    int[] candidates = bundle.candidates();
    int[] quantities = bundle.quantities();
    int size = candidates.length;
    if (size < constraints.minItems() || size > constraints.maxItems()) {
      String allowed =
          constraints.minItems() == constraints.maxItems()
              ? "; exactly " + constraints.minItems() + " wanted"
              : " outside " + constraints.minItems() + " to " + constraints.maxItems();
      return rejection(bundle, Constraint.SIZE, size + (size == 1 ? " item" : " items") + allowed);
    }
    long list = 0;
    long cost = 0;
    for (int a = 0; a < size; a++) {
      int i = candidates[a];
      int q = quantities[a];
      if (q < 1 || q > constraints.maxQuantity()) {
        return rejection(
            bundle,
            Constraint.QUANTITY,
            q + " units of one item outside 1 to " + constraints.maxQuantity());
      }
      if (q > problem.stock(i)) {
        return rejection(bundle, Constraint.STOCK, "stock " + problem.stock(i) + " under " + q);
      }
      list += problem.price(i) * q;
      cost += problem.cost(i) * q;
    }
    for (int a = 0; a < size; a++) {
      Constraint broken = combinationViolation(candidates, a);
      if (broken != null) {
        return rejection(
            bundle,
            broken,
            switch (broken) {
              case INCOMPATIBLE -> "two items exclude each other";
              case REQUIRED -> "an item that another requires is missing";
              default -> "more than " + constraints.maxPerCategory() + " items of one category";
            });
      }
    }
    if (problem.demands().unmet(candidates, size) >= 0) {
      return rejection(
          bundle, Constraint.REQUIRED, "no item that a rule of the placement requires");
    }
    Constraint broken = moneyViolation(list, cost, bundle.discount());
    return broken == null
        ? Optional.empty()
        : rejection(bundle, broken, moneyReason(broken, list, cost, bundle.discount()));
  }

  private void requireWellFormed(ComposedBundle bundle) {
    int[] candidates = bundle.candidates();
    boolean wellFormed = candidates.length == bundle.quantities().length;
    for (int a = 0; a < candidates.length; a++) {
      wellFormed &=
          candidates[a] < problem.size() && candidates[a] > (a == 0 ? -1 : candidates[a - 1]);
    }
    if (!wellFormed) {
      throw new PannierException(
          StandardErrorCode.STRATEGY_INVALID_ANSWER,
          "a bundle's candidates must be ascending indexes below "
              + problem.size()
              + " with one quantity each");
    }
  }

  private @Nullable Constraint combinationViolation(int[] candidates, int a) {
    int i = candidates[a];
    int sameCategory = 0;
    for (int j : candidates) {
      if (j != i && problem.incompatible(i, j)) {
        return Constraint.INCOMPATIBLE;
      }
      if (j == i || (problem.category(i) >= 0 && problem.category(i) == problem.category(j))) {
        sameCategory++;
      }
    }
    if (sameCategory > constraints.maxPerCategory()) {
      return Constraint.CATEGORY_CAP;
    }
    for (int word = 0; word < (problem.size() + 63) / 64; word++) {
      long missing = problem.requiresWord(i, word);
      for (int j : candidates) {
        if (j >> 6 == word) {
          missing &= ~(1L << j);
        }
      }
      if (missing != 0) {
        return Constraint.REQUIRED;
      }
    }
    return null;
  }

  private @Nullable Constraint moneyViolation(long list, long cost, long discount) {
    if (discount < 0 || discount > largestDiscount(list)) {
      return Constraint.DISCOUNT;
    }
    long price = list - discount;
    if (price > constraints.budget()) {
      return Constraint.BUDGET;
    }
    boolean floored = constraints.marginFloor() >= 0;
    return floored && price - cost < constraints.marginFloor() * price
        ? Constraint.MARGIN_FLOOR
        : null;
  }

  private String moneyReason(Constraint broken, long list, long cost, long discount) {
    long price = list - discount;
    return switch (broken) {
      case DISCOUNT -> words("discount", share(discount, list), "over", constraints.maxDiscount());
      case BUDGET -> "price " + price + " over the budget of " + constraints.budget();
      default ->
          words(
              "margin",
              share(price - cost, price),
              "under the floor of",
              constraints.marginFloor());
    };
  }

  /** Whole per cents, or as many decimals as tell the two shares apart. */
  private static String words(String what, double share, String relation, double bound) {
    int decimals = 0;
    while (decimals < 4 && percent(share, decimals).equals(percent(bound, decimals))) {
      decimals++;
    }
    return what + " " + percent(share, decimals) + " " + relation + " " + percent(bound, decimals);
  }

  private static double share(long part, long whole) {
    return whole == 0 ? Long.signum(part) : (double) part / whole;
  }

  private static String percent(double share, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f %%", share * 100);
  }

  private static Optional<BundlingResult.Rejection> rejection(
      ComposedBundle bundle, Constraint constraint, String reason) {
    return Optional.of(new BundlingResult.Rejection(bundle, constraint, reason));
  }
}
