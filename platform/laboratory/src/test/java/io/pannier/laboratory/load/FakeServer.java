package io.pannier.laboratory.load;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

/** A tiny server that speaks as much of the contract as the generators hear. */
public final class FakeServer implements AutoCloseable {
  public static final String KEY = "test-key";

  public final Map<String, JsonObject> products = new LinkedHashMap<>();
  public final Map<String, JsonObject> events = new LinkedHashMap<>();
  public final List<JsonObject> messages = new ArrayList<>();
  public final AtomicInteger failuresToCome = new AtomicInteger();

  /** Milliseconds that the answer to a cart takes, by the cart's id; negative gives none. */
  public volatile LongUnaryOperator delay = _ -> 0;

  /** Every n-th offer is degraded; 0 for none. */
  public volatile int degradedEvery;

  /** Hears every message of every socket. */
  public volatile Consumer<JsonObject> heard = _ -> {};

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;

  public FakeServer() {
    server =
        vertx
            .createHttpServer(new HttpServerOptions().addWebSocketSubProtocol("pannier.v1"))
            .requestHandler(this::request)
            .webSocketHandler(this::socket)
            .listen(0)
            .await();
  }

  public ShopAccess access() {
    return new ShopAccess(URI.create("http://localhost:" + server.actualPort()), "demo", KEY);
  }

  private void request(HttpServerRequest request) {
    request.body().onSuccess(body -> answer(request, body));
  }

  private synchronized void answer(HttpServerRequest request, Buffer body) {
    if (!("Bearer " + KEY).equals(request.getHeader("Authorization"))) {
      problem(request, 401, "UNAUTHENTICATED");
    } else if (failuresToCome.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      // The worst moment: the batch was taken, its answer is lost.
      store(request.path(), body);
      problem(request, 503, "OVERLOADED");
    } else if (request.path().endsWith("/tokens")) {
      request
          .response()
          .end(
              new JsonObject()
                  .put("token", "token")
                  .put("expiresAt", "2099-01-01T00:00:00Z")
                  .toBuffer());
    } else if (request.method().equals(HttpMethod.GET)) {
      problem(request, 405, "METHOD_NOT_ALLOWED");
    } else if (request.path().startsWith("/v1/shops/demo/")) {
      request.response().setStatusCode(202).end(store(request.path(), body).toBuffer());
    } else {
      problem(request, 404, "SHOP_UNKNOWN");
    }
  }

  private JsonObject store(String path, Buffer body) {
    boolean isProducts = path.endsWith("/products");
    Map<String, JsonObject> target = isProducts ? products : events;
    JsonArray rejected = new JsonArray();
    int accepted = 0;
    int duplicates = 0;
    int index = 0;
    for (Object element : elements(body)) {
      JsonObject json = (JsonObject) element;
      String id = json.getString(isProducts ? "sku" : "id");
      if (id == null) {
        rejected.add(
            new JsonObject()
                .put("index", index)
                .put("code", "FIELD_MISSING")
                .put("message", "no id"));
      } else if (target.putIfAbsent(id, json) == null) {
        accepted++;
      } else {
        duplicates++;
      }
      index++;
    }
    return new JsonObject()
        .put("accepted", accepted)
        .put("duplicates", duplicates)
        .put("rejected", rejected);
  }

  private static JsonArray elements(Buffer body) {
    String text = body.toString(StandardCharsets.UTF_8).strip();
    return text.startsWith("[")
        ? new JsonArray(text)
        : new JsonArray("[" + text.replace("\n", ",") + "]");
  }

  private static void problem(HttpServerRequest request, int status, String code) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/problem+json")
        .end(new JsonObject().put("code", code).put("detail", "as the test wants").toBuffer());
  }

  private void socket(ServerWebSocket socket) {
    AtomicInteger offers = new AtomicInteger();
    socket.textMessageHandler(
        text -> {
          JsonObject message = new JsonObject(text);
          synchronized (this) {
            messages.add(message);
          }
          heard.accept(message);
          switch (message.getString("type")) {
            case "connect" ->
                socket.writeTextMessage(
                    "{\"type\":\"connected\",\"heartbeatMillis\":25000,"
                        + "\"expiresAt\":\"2099-01-01T00:00:00Z\"}");
            case "subscribe" -> {
              socket.writeTextMessage(
                  "{\"type\":\"subscribed\",\"placement\":\"cart\",\"epoch\":\"e\",\"offset\":0,"
                      + "\"recovered\":false}");
              offer(socket, -1, offers);
            }
            case "cart" -> cart(socket, message.getLong("id"), offers);
            case "event" ->
                socket.writeTextMessage(
                    new JsonObject()
                        .put("type", "ack")
                        .put("id", message.getJsonObject("event").getString("id"))
                        .encode());
            default ->
                socket.writeTextMessage(
                    "{\"type\":\"error\",\"code\":\"MESSAGE_TYPE_UNKNOWN\",\"message\":\"?\"}");
          }
        });
  }

  private void cart(ServerWebSocket socket, long id, AtomicInteger offers) {
    long millis = delay.applyAsLong(id);
    if (millis == 0) {
      offer(socket, id, offers);
    } else if (millis > 0) {
      vertx.setTimer(millis, _ -> offer(socket, id, offers));
    }
  }

  private void offer(ServerWebSocket socket, long cart, AtomicInteger offers) {
    int number = offers.incrementAndGet();
    boolean degraded = degradedEvery > 0 && number % degradedEvery == 0;
    socket.writeTextMessage(
        "{\"type\":\"offer\",\"placement\":\"cart\",\"epoch\":\"e\",\"offset\":"
            + number
            + (cart < 0 ? "" : ",\"cart\":" + cart)
            + ",\"offer\":"
            + offerJson(degraded)
            + "}");
  }

  private static String offerJson(boolean degraded) {
    return """
    {"decision":"0198-1","placement":"cart","strategy":"genetic@1.0.0","model":"","degraded":%s,\
    "validUntil":"2026-11-21T10:00:00Z","warnings":["SKU_UNKNOWN: nothing"],"bundles":[\
    {"bundle":0,"position":0,"items":[\
    {"sku":"A1","title":"Set of 3 cake tins","quantity":1,"price":4.95},\
    {"sku":"B2","title":"A title that is \\"cart\\":7 and far longer than a terminal would like it",\
    "quantity":2,"price":1.25}],\
    "listPrice":7.45,"price":6.95,"discount":0.50,"currency":"GBP",\
    "objectives":{"conversion":0.123,"revenue":0.85,"margin":0.31},"propensity":1.0,\
    "reasons":["bought together with WHITE METAL LANTERN"]}],\
    "timing":{"totalMicros":1234}}\
    """
        .formatted(degraded);
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
