package io.pannier.laboratory.traffic;

import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Makes the events of one visit, each with an id of its own. */
final class EventScript {
  private final String session;
  private final Clock clock;
  private int count;

  EventScript(String session, Clock clock) {
    this.session = session;
    this.clock = clock;
  }

  /** A WebSocket message that carries an event; shopper and session are the token's. */
  JsonObject event(String type, JsonObject fields) {
    JsonObject event =
        new JsonObject()
            .put("id", session + "-" + count++)
            .put("type", type)
            .put("time", Instant.now(clock).truncatedTo(ChronoUnit.MILLIS).toString())
            .mergeIn(fields);
    return new JsonObject().put("type", "event").put("event", event);
  }

  static JsonObject sku(String sku, int quantity) {
    return new JsonObject().put("sku", sku).put("quantity", quantity);
  }

  static JsonObject outcome(String decision, JsonObject bundle) {
    return new JsonObject()
        .put("decision", decision)
        .put("bundle", bundle.getInteger("bundle", 0))
        .put("position", bundle.getInteger("position", 0));
  }
}
