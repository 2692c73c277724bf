package io.pannier.console;

import io.pannier.messages.Rung;
import io.pannier.messages.Shop;
import io.pannier.messages.codec.ProblemCodec;
import io.pannier.spi.BundlingProblem;
import io.pannier.store.Decision;
import io.pannier.store.Outcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decisions of the ledger as they are told. */
final class DecisionView {
  private DecisionView() {}

  /** One line of a list. */
  static JsonObject line(Decision decision) {
    JsonObject offer = decision.offer().toJsonObject();
    return new JsonObject()
        .put("id", decision.id().toString())
        .put("at", Instant.ofEpochMilli(decision.time()).toString())
        .put("placement", decision.placement())
        .put("strategy", offer.getString("strategy"))
        .put("degraded", decision.rung() != Rung.STRATEGY)
        .put("shopper", shown(decision.shopper()))
        .put("bundles", offer.getJsonArray("bundles", new JsonArray()).size());
  }

  /** Everything that the ledger keeps about it beside offer and candidates. */
  static JsonObject whole(Decision decision) {
    return line(decision)
        .put("placementRevision", decision.placementRevision())
        .put("scoring", decision.scoring())
        .put("bundling", decision.bundling())
        .put("model", decision.model().isEmpty() ? null : decision.model())
        .put("rung", decision.rung().name().toLowerCase(Locale.ROOT))
        .put("session", shown(decision.session()))
        .put("erased", decision.erased())
        .put("validUntil", Instant.ofEpochMilli(decision.validUntil()).toString())
        .put("seed", Long.toString(decision.seed()))
        .put("generations", decision.generations())
        .put("candidatesKept", decision.candidates() != null)
        .put("timing", new JsonObject(decision.timing()));
  }

  /** The problem that was solved; null where its candidates are no longer kept. */
  static @Nullable BundlingProblem problem(Decision decision) {
    return decision.candidates() == null
        ? null
        : ProblemCodec.decode(decision.candidates().getBytes());
  }

  /** What was chosen from, with prices, costs and stock as they were. */
  static JsonArray candidates(BundlingProblem problem, Shop shop, ProductBook book) {
    JsonArray candidates = new JsonArray();
    for (int i = 0; i < problem.size(); i++) {
      candidates.add(
          book.name(problem.item(i))
              .put("score", problem.relevance(i))
              .put("price", ProductBook.money(shop, problem.price(i)))
              .put("cost", ProductBook.money(shop, problem.cost(i)))
              .put("stock", problem.stock(i)));
    }
    return candidates;
  }

  static JsonArray outcomes(List<Outcome> outcomes, Shop shop, ProductBook book) {
    JsonArray told = new JsonArray();
    for (Outcome outcome : outcomes) {
      JsonObject each =
          new JsonObject()
              .put("type", outcome.type().wireName())
              .put("time", Instant.ofEpochMilli(outcome.time()).toString())
              .put("bundle", outcome.bundle() < 0 ? null : outcome.bundle())
              .put("position", outcome.position() < 0 ? null : outcome.position())
              .put("quantity", outcome.quantity())
              .put("price", outcome.price() < 0 ? null : ProductBook.money(shop, outcome.price()))
              .put("value", Double.isNaN(outcome.value()) ? null : outcome.value());
      told.add(outcome.item() < 0 ? each : each.mergeIn(book.name(outcome.item())));
    }
    return told;
  }

  private static @Nullable String shown(@Nullable String name) {
    return name == null || name.isEmpty() ? null : name;
  }
}
