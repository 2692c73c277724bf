package io.pannier.delivery;

import io.pannier.messages.CandidatesScored;
import io.pannier.messages.Rung;
import io.pannier.messages.json.Money;
import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingContext;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.Constraint;
import io.pannier.spi.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says in words why a bundle was chosen, and which constraint held it back. */
final class Reasons {
  /** From this lift on a pair is worth mentioning. */
  private static final double NOTABLE_LIFT = 1.2;

  private Reasons() {}

  /**
   * One reason.
   *
   * @param kind {@code query}, {@code co-purchase}, {@code history}, {@code popular}, {@code
   *     complement}, {@code saving} or {@code constraint}
   * @param sku what it is about; empty for the whole bundle
   * @param because the product that carried it, or the name of the constraint; may be empty
   */
  record Reason(String kind, String sku, String because, String text) {}

  static List<Reason> of(
      CandidatesScored scored, BundlingProblem problem, ComposedBundle bundle, boolean explain) {
    List<Reason> reasons = new ArrayList<>();
    for (int place = 0; place < bundle.candidates().length; place++) {
      int candidate = bundle.candidates()[place];
      int because = bundle.because(place);
      reasons.add(
          because < 0 ? item(scored, candidate) : composed(scored, bundle, candidate, because));
    }
    strongestPair(scored, problem, bundle, reasons);
    if (bundle.discount() > 0) {
      String currency = scored.request().shop().currency();
      String amount = Money.json(bundle.discount(), scored.request().shop().currencyDecimals());
      reasons.add(new Reason("saving", "", "", "You save " + amount + " " + currency));
    }
    if (explain) {
      binding(problem, bundle, reasons);
    }
    return reasons;
  }

  /** What the strategy that composed the bundle says, rather than the one that scored. */
  private static Reason composed(
      CandidatesScored scored, ComposedBundle bundle, int candidate, int because) {
    Product product = scored.products().get(candidate);
    for (int member : bundle.candidates()) {
      Product other = scored.products().get(member);
      if (other.item() == because) {
        return new Reason(
            "complement",
            product.sku(),
            other.sku(),
            product.title() + " goes with " + other.title() + " in this bundle");
      }
    }
    for (Product other : scored.cartProducts()) {
      if (other.item() == because) {
        return new Reason(
            "co-purchase",
            product.sku(),
            other.sku(),
            product.title() + " goes with " + other.title() + " in your cart");
      }
    }
    for (Product other : scored.reasonProducts()) {
      if (other.item() == because) {
        return history(product, other.sku(), other.title());
      }
    }
    // A title that nobody brought along is not looked for where an offer is written.
    String sku =
        scored.question().named().stream()
            .filter(named -> named.item() == because)
            .map(BundlingContext.Named::sku)
            .findFirst()
            .orElse("");
    return new Reason(
        "history", product.sku(), sku, product.title() + " goes with what you looked at before");
  }

  private static Reason history(Product product, String sku, String title) {
    return new Reason(
        "history",
        product.sku(),
        sku,
        product.title() + " goes with " + title + ", which you looked at before");
  }

  static Reason item(CandidatesScored scored, int candidate) {
    Product product = scored.products().get(candidate);
    Product because = scored.reasonProducts().get(candidate);
    boolean asked = !scored.request().query().isEmpty() && scored.rung() == Rung.STRATEGY;
    if (because.item() == product.item() && asked) {
      return new Reason(
          "query",
          product.sku(),
          "",
          product.title() + " is like \u201c" + scored.request().query() + "\u201d");
    }
    if (because.item() == product.item()) {
      boolean last = scored.rung() == Rung.POPULARITY;
      return new Reason(
          "popular", product.sku(), "", last ? "Sells best right now" : "Popular right now");
    }
    boolean inCart =
        scored.cartProducts().stream().anyMatch(other -> other.item() == because.item());
    return inCart
        ? new Reason(
            "co-purchase",
            product.sku(),
            because.sku(),
            product.title() + " is often bought with " + because.title() + " in your cart")
        : history(product, because.sku(), because.title());
  }

  private static void strongestPair(
      CandidatesScored scored,
      BundlingProblem problem,
      ComposedBundle bundle,
      List<Reason> reasons) {
    int[] members = bundle.candidates();
    double best = Math.log(NOTABLE_LIFT);
    int one = -1;
    int other = -1;
    for (int a = 0; a < members.length; a++) {
      for (int b = 0; b < a; b++) {
        if (problem.lift(members[a], members[b]) > best) {
          best = problem.lift(members[a], members[b]);
          one = members[b];
          other = members[a];
        }
      }
    }
    if (one >= 0) {
      Product first = scored.products().get(one);
      Product second = scored.products().get(other);
      reasons.add(
          new Reason(
              "complement",
              first.sku(),
              second.sku(),
              String.format(
                  Locale.ROOT,
                  "%s and %s are bought together %.1f times as often as by chance",
                  first.title(),
                  second.title(),
                  Math.exp(best))));
    }
  }

  /** Names every constraint that one step more would have broken. */
  private static void binding(
      BundlingProblem problem, ComposedBundle bundle, List<Reason> reasons) {
    BundleConstraints constraints = problem.constraints();
    long list = 0;
    long cost = 0;
    for (int i = 0; i < bundle.candidates().length; i++) {
      int candidate = bundle.candidates()[i];
      int quantity = bundle.quantities()[i];
      list += problem.price(candidate) * quantity;
      cost += problem.cost(candidate) * quantity;
      if (quantity == problem.stock(candidate)) {
        reasons.add(
            constraint(Constraint.STOCK, "all " + quantity + " in stock are in the bundle"));
      }
    }
    long price = list - bundle.discount();
    if (bundle.candidates().length == constraints.maxItems()) {
      reasons.add(constraint(Constraint.SIZE, "at most " + constraints.maxItems() + " items"));
    }
    if (price > 0 && price * 0.99 - cost < constraints.marginFloor() * price * 0.99) {
      reasons.add(
          constraint(
              Constraint.MARGIN_FLOOR,
              Math.round(100.0 * (price - cost) / price)
                  + " % margin; the floor is "
                  + Math.round(100 * constraints.marginFloor())
                  + " %"));
    }
    if (bundle.discount() >= Math.floor(constraints.maxDiscount() * list) * 0.99
        && bundle.discount() > 0) {
      reasons.add(
          constraint(
              Constraint.DISCOUNT,
              "the discount is at its limit of "
                  + Math.round(100 * constraints.maxDiscount())
                  + " %"));
    }
  }

  private static Reason constraint(Constraint constraint, String text) {
    return new Reason("constraint", "", constraint.wireName(), text);
  }
}
