package io.pannier.console;

import io.pannier.gateway.Answer;
import io.pannier.messages.Addresses;
import io.pannier.messages.ErasureReceipt;
import io.pannier.messages.Keys;
import io.pannier.messages.Shop;
import io.pannier.messages.ShopperErasure;
import io.pannier.messages.ShoppersSubmitted.Profile;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.AuditNote;
import io.pannier.store.Decision;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One shopper: what is known, and that it be forgotten. */
final class ShopperOperations {
  private static final int EVENTS = 200;
  private static final int DECISIONS = 50;
  private static final int LONGEST_ID = 256;

  private final Vertx vertx;
  private final Store store;

  ShopperOperations(Vertx vertx, Store store) {
    this.vertx = vertx;
    this.store = store;
  }

  Future<Answer> get(AdminCall call) {
    Shop shop = call.shop();
    String shopper = id(call);
    Future<Optional<Profile>> profile = store.profiles().find(shop, shopper);
    Future<List<String>> events = store.trail().events(shop, shopper, EVENTS);
    Future<List<Decision>> decisions = store.trail().decisions(shop, shopper, DECISIONS);
    return Future.all(profile, events, decisions)
        .map(done -> answer(profile.result(), events.result(), decisions.result()));
  }

  /**
   * Answered when the order is durable. The log names the shopper by the key that is kept after the
   * id is gone: a log of what was forgotten must not remember it.
   */
  Future<Answer> erase(AdminCall call) {
    Shop shop = call.shop();
    String shopper = id(call);
    return call.fields()
        .compose(
            fields ->
                store
                    .audit()
                    .add(
                        new AuditNote(
                            call.author(),
                            "shopper.erasure-ordered",
                            shop.number(),
                            Long.toHexString(Keys.shopper(shop.number(), shopper)),
                            fields.reason())))
        .compose(
            noted ->
                vertx
                    .eventBus()
                    .<ErasureReceipt>request(
                        Addresses.ERASURE_SUBMITTED, new ShopperErasure(shop, shopper)))
        .map(
            reply ->
                Answer.json(
                    202, new JsonObject().put("receipt", reply.body().receipt().toString())));
  }

  private static String id(AdminCall call) {
    String shopper = call.path("id");
    if (shopper.isEmpty() || shopper.length() > LONGEST_ID) {
      throw new PannierException(
          StandardErrorCode.ID_INVALID,
          "a shopper's id has from 1 to " + LONGEST_ID + " characters");
    }
    return shopper;
  }

  private static Answer answer(
      Optional<Profile> profile, List<String> payloads, List<Decision> decided) {
    JsonArray events = new JsonArray();
    payloads.forEach(payload -> events.add(new JsonObject(payload)));
    JsonArray decisions = new JsonArray();
    decided.forEach(decision -> decisions.add(DecisionView.line(decision)));
    return Answer.json(
        200,
        new JsonObject()
            .put(
                "profile",
                profile.map(known -> new JsonObject(Map.copyOf(known.attributes()))).orElse(null))
            .put("events", events)
            .put("decisions", decisions));
  }
}
