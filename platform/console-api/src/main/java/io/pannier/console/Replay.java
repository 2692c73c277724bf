package io.pannier.console;

import io.pannier.messages.Rung;
import io.pannier.messages.Shop;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.Objective;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Decision;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Composes a decision again from the candidates, the seed and the generations of the ledger, and
 * compares what comes out with what was answered: items, quantities, prices, discount, propensity
 * to the last bit, objectives to the decimals that an offer tells.
 */
final class Replay {
  private static final double OBJECTIVE_STEPS = 1e6;

  private final Store store;
  private final Recomposer recomposer;

  Replay(Store store, Recomposer recomposer) {
    this.store = store;
    this.recomposer = recomposer;
  }

  /** Completes with {@code {same, differences, offer}}. */
  Future<JsonObject> of(Shop shop, Decision decision) {
    if (decision.erased()) {
      throw new PannierException(
          StandardErrorCode.SHOPPER_ERASED,
          "the shopper of decision " + decision.id() + " was erased");
    }
    @Nullable BundlingProblem problem = DecisionView.problem(decision);
    if (problem == null) {
      return Future.succeededFuture(
          cannot("candidates", "they are no longer kept, or there were none"));
    }
    if (decision.rung() == Rung.CACHED) {
      return Future.succeededFuture(
          cannot("rung", "the last answer was repeated, so nothing was composed"));
    }
    Set<Integer> items = new HashSet<>();
    for (int i = 0; i < problem.size(); i++) {
      items.add(problem.item(i));
    }
    return recomposer
        .compose(shop.number(), decision.bundling(), problem, decision.generations())
        .compose(
            again ->
                ProductBook.ofItems(store, shop, items)
                    .map(book -> compared(shop, decision, problem, again, book)));
  }

  private static JsonObject compared(
      Shop shop,
      Decision decision,
      BundlingProblem problem,
      Recomposer.Recomposed again,
      ProductBook book) {
    JsonObject offer = decision.offer().toJsonObject();
    JsonArray bundles = bundles(shop, problem, again.result().bundles(), book);
    JsonArray differences = new JsonArray();
    if (!again.strategy().equals(decision.bundling())) {
      differences.add(difference("bundling", decision.bundling(), again.strategy()));
    }
    if (!decision.model().endsWith(again.model())) {
      differences.add(difference("model", decision.model(), again.model()));
    }
    if (again.result().generations() != decision.generations()) {
      differences.add(
          difference("generations", decision.generations(), again.result().generations()));
    }
    JsonArray answered = offer.getJsonArray("bundles", new JsonArray());
    for (int i = 0; i < Math.max(answered.size(), bundles.size()); i++) {
      JsonObject before = i < answered.size() ? comparable(answered.getJsonObject(i)) : null;
      JsonObject after = i < bundles.size() ? comparable(bundles.getJsonObject(i)) : null;
      if (before == null || after == null) {
        differences.add(difference("bundles." + i, before, after));
      } else {
        String prefix = "bundles." + i + ".";
        for (Object each : RevisionDiff.between(before, after)) {
          JsonObject difference = (JsonObject) each;
          differences.add(difference.put("path", prefix + difference.getString("path")));
        }
      }
    }
    return new JsonObject()
        .put("same", differences.isEmpty())
        .put("differences", differences)
        .put(
            "offer",
            offer
                .copy()
                .put("strategy", decision.scoring() + "+" + again.strategy())
                .put("bundles", bundles));
  }

  private static JsonArray bundles(
      Shop shop, BundlingProblem problem, List<ComposedBundle> composed, ProductBook book) {
    JsonArray bundles = new JsonArray();
    for (int position = 0; position < composed.size(); position++) {
      ComposedBundle bundle = composed.get(position);
      long list = 0;
      JsonArray items = new JsonArray();
      for (int i = 0; i < bundle.candidates().length; i++) {
        int candidate = bundle.candidates()[i];
        int quantity = bundle.quantities()[i];
        list += problem.price(candidate) * quantity;
        items.add(
            book.name(problem.item(candidate))
                .put("quantity", quantity)
                .put("price", ProductBook.money(shop, problem.price(candidate))));
      }
      bundles.add(
          new JsonObject()
              .put("bundle", position)
              .put("position", position)
              .put("items", items)
              .put("listPrice", ProductBook.money(shop, list))
              .put("price", ProductBook.money(shop, list - bundle.discount()))
              .put("discount", ProductBook.money(shop, bundle.discount()))
              .put("currency", shop.currency())
              .put("objectives", objectives(shop, bundle))
              .put("propensity", bundle.propensity())
              .put("reasons", new JsonArray()));
    }
    return bundles;
  }

  private static JsonObject objectives(Shop shop, ComposedBundle bundle) {
    JsonObject told = new JsonObject();
    for (Objective objective : Objective.values()) {
      double value = bundle.objectives()[objective.ordinal()];
      boolean money = objective == Objective.REVENUE || objective == Objective.MARGIN;
      double shown = money ? value / Math.pow(10, shop.currencyDecimals()) : value;
      told.put(objective.wireName(), Math.round(shown * OBJECTIVE_STEPS) / OBJECTIVE_STEPS);
    }
    return told;
  }

  /** What must be the same: reasons and titles may be told in other words by now. */
  private static JsonObject comparable(JsonObject bundle) {
    JsonObject kept = new JsonObject(bundle.encode());
    kept.remove("reasons");
    JsonObject items = new JsonObject();
    for (Object each : kept.getJsonArray("items")) {
      JsonObject item = (JsonObject) each;
      item.remove("title");
      items.put(item.getString("sku"), numbers(item));
    }
    kept.put("items", items);
    return numbers(kept);
  }

  /** The same number may be written as 5 and as 5.0. */
  private static JsonObject numbers(JsonObject json) {
    JsonObject read = new JsonObject();
    json.forEach(
        field ->
            read.put(
                field.getKey(),
                switch (field.getValue()) {
                  case Number number -> number.doubleValue();
                  case JsonObject object -> numbers(object);
                  case null -> null;
                  default -> field.getValue();
                }));
    return read;
  }

  private static JsonObject cannot(String path, String why) {
    return new JsonObject()
        .put("same", false)
        .put("differences", new JsonArray().add(difference(path, "kept", why)))
        .putNull("offer");
  }

  private static JsonObject difference(String path, @Nullable Object from, @Nullable Object to) {
    return new JsonObject().put("path", path).put("from", from).put("to", to);
  }
}
