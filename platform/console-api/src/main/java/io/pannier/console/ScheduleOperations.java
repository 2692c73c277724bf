package io.pannier.console;

import io.pannier.gateway.Answer;
import io.pannier.gateway.PlacementJson;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.ScheduledChange;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** Changes of placements that wait for their time. */
final class ScheduleOperations {
  private static final Duration FURTHEST = Duration.ofDays(366);

  private final Store store;
  private final Proposing proposing;
  private final InstantSource clock;

  ScheduleOperations(Store store, Proposing proposing, InstantSource clock) {
    this.store = store;
    this.proposing = proposing;
    this.clock = clock;
  }

  Future<Answer> list(AdminCall call) {
    return store
        .scheduled()
        .waiting(call.shop(), call.path("name"))
        .map(
            waiting -> {
              JsonArray all = new JsonArray();
              waiting.forEach(each -> all.add(json(each)));
              return Answer.json(200, new JsonObject().put("scheduled", all));
            });
  }

  /** Read as it will be read when its time has come, so that what cannot be is told now. */
  Future<Answer> add(AdminCall call) {
    Shop shop = call.shop();
    String name = call.path("name");
    Placement current =
        store
            .placements()
            .find(shop, name)
            .orElseThrow(
                () ->
                    new PannierException(
                        StandardErrorCode.PLACEMENT_UNKNOWN,
                        "shop " + shop.name() + " has no placement " + name));
    return call.fields()
        .compose(
            fields -> {
              Instant at = fields.time("at");
              Instant now = clock.instant();
              if (!at.isAfter(now) || at.isAfter(now.plus(FURTHEST))) {
                throw Fields.invalid("at", "a time to come, within a year");
              }
              String reason = fields.reason();
              JsonObject change = fields.object("change");
              change.remove("revision");
              Placement changed =
                  PlacementJson.read(change.copy().put("reason", reason).toBuffer(), current, shop)
                      .placement();
              String fieldsOfChange = change.encode();
              return proposing.wanted(shop)
                  ? proposing.schedule(
                      shop, current, changed, at, fieldsOfChange, call.author(), reason)
                  : store
                      .scheduled()
                      .add(shop, name, at, fieldsOfChange, call.author(), reason)
                      .map(made -> Answer.json(201, json(made)));
            });
  }

  Future<Answer> cancel(AdminCall call) {
    Shop shop = call.shop();
    UUID id = id(call.path("id"));
    return call.fields()
        .compose(
            fields ->
                store
                    .scheduled()
                    .cancel(shop, call.path("name"), id, call.author(), fields.reason()))
        .map(done -> SessionOperations.NOTHING);
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new PannierException(StandardErrorCode.NOT_FOUND, "no change " + text + " waits", e);
    }
  }

  private static JsonObject json(ScheduledChange change) {
    return new JsonObject()
        .put("id", change.id().toString())
        .put("at", change.dueAt().toString())
        .put("change", new JsonObject(change.change()))
        .put("reason", change.reason())
        .put("author", change.author())
        .put("state", change.state());
  }
}
