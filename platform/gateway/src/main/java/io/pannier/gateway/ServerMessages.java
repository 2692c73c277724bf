package io.pannier.gateway;

import io.pannier.messages.OfferReady;
import io.pannier.messages.Subscribed;
import io.pannier.spi.PannierException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Writes what a storefront is told. */
final class ServerMessages {
  private ServerMessages() {}

  static String connected(Duration heartbeat, long expiresAt) {
    return new JsonObject()
        .put("type", "connected")
        .put("heartbeatMillis", heartbeat.toMillis())
        .put("expiresAt", Instant.ofEpochMilli(expiresAt).toString())
        .encode();
  }

  static String subscribed(Subscribed subscribed) {
    return new JsonObject()
        .put("type", "subscribed")
        .put("placement", subscribed.channel().placement())
        .put("epoch", subscribed.epoch())
        .put("offset", subscribed.offset())
        .put("recovered", subscribed.recovered())
        .encode();
  }

  static String ack(String id) {
    return new JsonObject().put("type", "ack").put("id", id).encode();
  }

  /**
   * @param about fields that name what the error is about, for example {@code id}
   */
  static String error(PannierException problem, JsonObject about) {
    return new JsonObject()
        .put("type", "error")
        .put("code", problem.code().name())
        .put("message", problem.getMessage())
        .mergeIn(about)
        .encode();
  }

  /** The offer in its envelope. The offer's own JSON is put in as it is. */
  static String offer(OfferReady ready) {
    StringBuilder text = new StringBuilder(ready.offer().length() + 160);
    text.append("{\"type\":\"offer\",\"placement\":")
        .append(quoted(ready.channel().placement()))
        .append(",\"epoch\":")
        .append(quoted(ready.epoch()))
        .append(",\"offset\":")
        .append(ready.offset());
    if (ready.cartId() >= 0) {
      text.append(",\"cart\":").append(ready.cartId());
    }
    return text.append(",\"offer\":")
        .append(ready.offer().toString(StandardCharsets.UTF_8))
        .append('}')
        .toString();
  }

  private static String quoted(String text) {
    return Json.encode(text);
  }
}
