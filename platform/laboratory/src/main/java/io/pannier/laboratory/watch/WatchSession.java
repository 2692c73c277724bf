package io.pannier.laboratory.watch;

import static io.pannier.spi.StandardErrorCode.STORE_UNAVAILABLE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pannier.laboratory.load.ShopAccess;
import io.pannier.laboratory.load.TokenClient;
import io.pannier.spi.PannierException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The connection behind {@link WatchClient}. Its state is confined to its event loop. */
final class WatchSession {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final Vertx vertx;
  private final Context loop;
  private final ShopAccess access;
  private final WatchOptions options;
  private final PrintStream out;
  private final HttpClient http;
  private final TokenClient tokens;
  // Vert.x closes a client that nobody refers to any more, and its connections with it.
  private final WebSocketClient sockets;
  private final ClientWebSocket socket;
  private final Promise<Void> opened = Promise.promise();
  private final TreeMap<Long, Long> sentNanos = new TreeMap<>();
  private @Nullable Promise<Void> settling;
  private long lastId;
  private volatile boolean broken;

  WatchSession(Vertx vertx, ShopAccess access, WatchOptions options, PrintStream out) {
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
    this.access = access;
    this.options = options;
    this.out = out;
    this.http = vertx.createHttpClient();
    this.tokens = new TokenClient(http, access);
    this.sockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxFrameSize(1 << 20)
                .setMaxMessageSize(1 << 22)
                .setSsl(access.tls()));
    this.socket = sockets.webSocket();
    socket.textMessageHandler(this::message);
    socket.exceptionHandler(opened::tryFail);
    socket.closeHandler(_ -> closed());
  }

  /** Completes once the server took the subscription. */
  Future<Void> open() {
    loop.runOnContext(
        _ ->
            token()
                .compose(
                    token ->
                        socket
                            .connect(
                                new WebSocketConnectOptions()
                                    .setHost(access.host())
                                    .setPort(access.port())
                                    .setSsl(access.tls())
                                    .setURI(access.storefrontPath())
                                    .addSubProtocol("pannier.v1"))
                            .compose(_ -> send(type("connect").put("token", token.token()))))
                .onFailure(opened::tryFail));
    return opened.future();
  }

  private Future<TokenClient.Token> token() {
    return tokens
        .token(options.shopper(), options.session(), List.of(options.placement()))
        .onSuccess(token -> refreshIn(token.expiresAt()));
  }

  private void refreshIn(Instant expiresAt) {
    long left = Duration.between(Instant.now(), expiresAt).toMillis();
    vertx.setTimer(
        Math.max(1_000, left * 6 / 10),
        _ -> token().onSuccess(token -> send(type("refresh").put("token", token.token()))));
  }

  /** True once the server has closed the connection. */
  boolean broken() {
    return broken;
  }

  /** Sends the cart as it is now. */
  void cart(Map<String, Integer> cart) {
    JsonArray lines = lines(cart);
    loop.runOnContext(
        _ -> {
          long id = ++lastId;
          sentNanos.put(id, System.nanoTime());
          send(type("cart").put("id", id).put("placement", options.placement()).put("cart", lines));
        });
  }

  /** Completes once the last cart has its offer, or the connection is gone. */
  Future<Void> settled() {
    Promise<Void> promise = Promise.promise();
    loop.runOnContext(
        _ -> {
          settling = promise;
          checkSettled();
        });
    return promise.future();
  }

  private void checkSettled() {
    if (settling != null && (sentNanos.isEmpty() || broken)) {
      settling.tryComplete();
    }
  }

  private void message(String text) {
    JsonNode message;
    try {
      message = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      out.println("the server sent no JSON: " + e.getOriginalMessage());
      return;
    }
    switch (message.path("type").asText()) {
      case "connected" -> {
        if (!opened.future().isComplete()) {
          send(
              type("subscribe").put("placement", options.placement()).put("cart", new JsonArray()));
        }
      }
      case "subscribed" -> opened.tryComplete();
      case "offer" -> offer(message);
      case "error" -> error(message);
      default -> {
        // Acknowledgements and whatever later versions add are nothing to look at.
      }
    }
  }

  private void offer(JsonNode message) {
    long cart = message.path("cart").asLong(-1);
    Long sent = sentNanos.get(cart);
    double millis = sent == null ? -1 : (System.nanoTime() - sent) / 1e6;
    sentNanos.headMap(cart, true).clear();
    out.print("\n" + OfferTable.of(message.path("offer"), millis));
    out.flush();
    checkSettled();
  }

  private void error(JsonNode message) {
    String words = message.path("code").asText() + ": " + message.path("message").asText();
    opened.tryFail(new PannierException(STORE_UNAVAILABLE, "The server refused: " + words));
    out.println(words);
    if (message.has("id")) {
      sentNanos.remove(message.path("id").asLong(-1));
      checkSettled();
    }
  }

  private void closed() {
    broken = true;
    String why = "closed by the server with " + socket.closeStatusCode();
    opened.tryFail(new PannierException(STORE_UNAVAILABLE, "The connection was " + why));
    checkSettled();
  }

  /** Looks titles up, where the server can do that, and prints what it finds. */
  Future<Void> search(String text) {
    String query = "?query=" + URLEncoder.encode(text, StandardCharsets.UTF_8) + "&limit=10";
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost(access.host())
            .setPort(access.port())
            .setSsl(access.tls())
            .setURI(access.shopPath("products") + query)
            .putHeader("Authorization", "Bearer " + access.apiKey());
    return http.request(request)
        .compose(open -> open.send())
        .compose(
            response ->
                response
                    .body()
                    .map(
                        body -> {
                          found(response.statusCode(), body.toString());
                          return null;
                        }));
  }

  private void found(int status, String body) {
    if (status / 100 != 2) {
      out.println("this server does not search titles (HTTP " + status + ")");
      return;
    }
    try {
      JsonNode answer = JSON.readTree(body);
      JsonNode products = answer.isArray() ? answer : answer.path("products");
      for (JsonNode product : products) {
        out.printf(
            "  %-12s %10s  %s%n",
            product.path("sku").asText(),
            product.path("price").asText(),
            product.path("title").asText());
      }
      if (products.isEmpty()) {
        out.println("  nothing found");
      }
    } catch (JsonProcessingException e) {
      out.println("the server sent no JSON: " + e.getOriginalMessage());
    }
  }

  private static JsonArray lines(Map<String, Integer> cart) {
    JsonArray lines = new JsonArray();
    cart.forEach(
        (sku, quantity) -> lines.add(new JsonObject().put("sku", sku).put("quantity", quantity)));
    return lines;
  }

  private static JsonObject type(String type) {
    return new JsonObject().put("type", type);
  }

  private Future<Void> send(JsonObject message) {
    return socket.writeTextMessage(message.encode());
  }
}
