package io.pannier.console;

import io.opentelemetry.api.trace.Span;
import io.pannier.gateway.Answer;
import io.pannier.gateway.GatewayConfig;
import io.pannier.gateway.OfferDesk;
import io.pannier.gateway.OfferQuestion;
import io.pannier.messages.Arm;
import io.pannier.messages.Keys;
import io.pannier.messages.OfferAsked.CartLine;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.messages.Split;
import io.pannier.messages.rules.Rules;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Why an offer is made and why another is not: asked through the flow that shoppers go through, so
 * that what is told is what happens.
 *
 * <p>The question carries the session {@link OfferRequest#CONSOLE_SESSION}. The ledger keeps it
 * like any other, so that it can be replayed; figures leave that session out, nothing of it is ever
 * shown, and strategies in shadow are not asked.
 */
final class ExplainOperations {
  private static final int HISTORY = 50;

  private final Store store;
  private final GatewayConfig config;
  private final OfferDesk desk;

  ExplainOperations(Store store, GatewayConfig config, OfferDesk desk) {
    this.store = store;
    this.config = config;
    this.desk = desk;
  }

  Future<Answer> explain(AdminCall call) {
    Shop shop = call.shop();
    return call.body()
        .compose(
            body -> {
              OfferQuestion asked = OfferQuestion.read(body, OfferRequest.Kind.BUNDLES, config);
              Placement placement = ofVisitor(known(shop, asked.placement()), shop, asked);
              OfferQuestion question =
                  new OfferQuestion(
                      asked.placement(),
                      asked.shopper(),
                      OfferRequest.CONSOLE_SESSION,
                      asked.cart(),
                      List.of(),
                      asked.limit(),
                      true,
                      asked.query(),
                      asked.rules());
              return desk.ask(
                      shop,
                      (asked.rules() ? placement : placement.withRules(Rules.NONE))
                          .withShadow(List.of()),
                      question,
                      OfferRequest.Kind.BUNDLES,
                      System.nanoTime(),
                      Span.getInvalid())
                  .compose(offer -> told(shop, question, offer.toJsonObject()));
            });
  }

  /**
   * The placement as the session that is asked about would meet it. The question has the console's
   * own session, which would come into another arm; a shopper comes into the right one.
   */
  private static Placement ofVisitor(Placement placement, Shop shop, OfferQuestion asked) {
    if (!asked.shopper().isEmpty() || asked.session().isEmpty()) {
      return placement;
    }
    Split split = placement.split();
    Arm arm = split.of(Keys.visitor(shop.number(), "", asked.session()));
    return placement.withSplit(
        arm.name().equals(Arm.CONTROL)
            ? Split.NONE
            : new Split(split.salt(), List.of(arm.withShare(1))));
  }

  private Future<Answer> told(Shop shop, OfferQuestion question, JsonObject offer) {
    JsonObject explain = offer.getJsonObject("explain", new JsonObject());
    offer.remove("explain");
    JsonArray candidates = explain.getJsonArray("candidates", new JsonArray());
    JsonArray rejected = explain.getJsonArray("rejected", new JsonArray());
    Set<String> skus = new HashSet<>();
    question.cart().forEach(line -> skus.add(line.sku()));
    candidates.forEach(candidate -> skus.add(((JsonObject) candidate).getString("sku")));
    return ProductBook.ofSkus(store, shop, skus)
        .compose(
            book ->
                history(shop, question.shopper())
                    .map(
                        history ->
                            Answer.json(
                                200,
                                new JsonObject()
                                    .put("offer", offer)
                                    .put(
                                        "context",
                                        new JsonObject()
                                            .put("cart", cart(question.cart(), book))
                                            .put("history", history))
                                    .put("candidates", priced(candidates, book))
                                    .put("rejections", rejections(rejected, book))
                                    .put("rules", explain.getJsonArray("rules"))
                                    .put("failures", explain.getJsonArray("failures"))
                                    .put("timing", offer.getJsonObject("timing")))));
  }

  private Future<JsonArray> history(Shop shop, String shopper) {
    return shopper.isEmpty()
        ? Future.succeededFuture(new JsonArray())
        : store
            .trail()
            .events(shop, shopper, HISTORY)
            .map(
                payloads -> {
                  JsonArray events = new JsonArray();
                  payloads.forEach(payload -> events.add(new JsonObject(payload)));
                  return events;
                });
  }

  private static JsonArray cart(List<CartLine> lines, ProductBook book) {
    JsonArray cart = new JsonArray();
    lines.forEach(line -> cart.add(book.name(line.sku()).put("quantity", line.quantity())));
    return cart;
  }

  private static JsonArray priced(JsonArray candidates, ProductBook book) {
    JsonArray priced = new JsonArray();
    for (Object each : candidates) {
      JsonObject candidate = (JsonObject) each;
      priced.add(book.withMoney(candidate, candidate.getString("sku")));
    }
    return priced;
  }

  private static JsonArray rejections(JsonArray rejected, ProductBook book) {
    JsonArray told = new JsonArray();
    for (Object each : rejected) {
      JsonObject rejection = (JsonObject) each;
      JsonArray items = new JsonArray();
      rejection.getJsonArray("skus").forEach(sku -> items.add(book.name((String) sku)));
      told.add(
          new JsonObject()
              .put("items", items)
              .put("constraint", rejection.getString("constraint"))
              .put("reason", rejection.getString("reason")));
    }
    return told;
  }

  private Placement known(Shop shop, String name) {
    return store
        .placements()
        .find(shop, name)
        .orElseThrow(
            () ->
                new PannierException(
                    StandardErrorCode.PLACEMENT_UNKNOWN,
                    "shop " + shop.name() + " has no placement " + name));
  }
}
