package io.pannier.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pannier.laboratory.problem.ProblemDocument;
import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.Objective;
import java.util.List;

/** The answer to a problem as JSON, with the SKUs and the money of its file. */
final class ProblemReport {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ProblemDocument stated;
  private final BundleEvaluator evaluator;

  ProblemReport(ProblemDocument stated) {
    this.stated = stated;
    this.evaluator = new BundleEvaluator(stated.problem());
  }

  /** Bundles, best first, and how the search went. */
  ObjectNode write(BundlingResult result) {
    ObjectNode node = JSON.objectNode();
    node.put("generations", result.generations());
    node.put("evaluations", result.evaluations());
    ArrayNode bundles = node.putArray("bundles");
    result.bundles().forEach(bundle -> bundles.add(bundle(bundle)));
    ArrayNode rejections = node.putArray("rejections");
    for (BundlingResult.Rejection rejection : result.rejections()) {
      rejections
          .addObject()
          .put("constraint", rejection.constraint().wireName())
          .put("reason", rejection.reason())
          .set("bundle", bundle(rejection.bundle()));
    }
    return node;
  }

  /** {@code "2 × A, B"}. */
  String items(ComposedBundle bundle) {
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < bundle.candidates().length; i++) {
      int quantity = bundle.quantities()[i];
      items.append(i == 0 ? "" : ", ").append(quantity > 1 ? quantity + " × " : "");
      items.append(stated.skus().get(bundle.candidates()[i]));
    }
    return items.toString();
  }

  /** List price in minor units. */
  long listPrice(ComposedBundle bundle) {
    return evaluator.listPrice(
        bundle.candidates(), bundle.quantities(), bundle.candidates().length);
  }

  private ObjectNode bundle(ComposedBundle bundle) {
    BundlingProblem problem = stated.problem();
    ObjectNode node = JSON.objectNode();
    ArrayNode items = node.putArray("items");
    for (int i = 0; i < bundle.candidates().length; i++) {
      int candidate = bundle.candidates()[i];
      items
          .addObject()
          .put("sku", stated.skus().get(candidate))
          .put("quantity", bundle.quantities()[i])
          .put("price", stated.amount(problem.price(candidate)));
    }
    long list = listPrice(bundle);
    node.put("listPrice", stated.amount(list));
    node.put("price", stated.amount(list - bundle.discount()));
    node.put("discount", stated.amount(bundle.discount()));
    node.put("currency", stated.currency().getCurrencyCode());
    node.put("utility", bundle.utility());
    ObjectNode objectives = node.putObject("objectives");
    for (Objective objective : List.of(Objective.values())) {
      objectives.put(objective.wireName(), value(bundle, objective));
    }
    return node;
  }

  /** An objective's value, money as an amount in the currency's major unit. */
  double value(ComposedBundle bundle, Objective objective) {
    double value = bundle.objectives()[objective.ordinal()];
    boolean money = objective == Objective.REVENUE || objective == Objective.MARGIN;
    return money ? value / Math.pow(10, stated.decimals()) : value;
  }
}
