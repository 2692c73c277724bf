package io.pannier.laboratory.traffic;

import io.pannier.laboratory.orders.ProductLine;
import io.pannier.laboratory.simulator.LiveShopper;
import io.pannier.laboratory.simulator.LiveShopper.Reaction;
import io.pannier.laboratory.simulator.ShopTruth;
import io.pannier.laboratory.simulator.ShownBundle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One visit over a WebSocket of its own. Confined to the traffic's event loop.
 *
 * <p>connect → subscribe → for each wish: cart, offer, answer → order or not → close.
 */
final class LiveVisit {
  private static final double BUYS = 0.65;

  private final Vertx vertx;
  private final ClientWebSocket socket;
  private final TrafficConfig config;
  private final ShopTruth truth;
  private final LiveShopper shopper;
  private final TrafficCounts counts;
  private final SplittableRandom random;
  private final String session;
  private final EventScript script;
  private final Runnable ended;
  private final ArrayDeque<String> wishes;
  private final VisitCart cart = new VisitCart();
  private final int decimals;
  private final long timeout;
  private long cartId;
  private boolean connected;
  private boolean subscribed;
  private boolean over;

  LiveVisit(
      Vertx vertx,
      WebSocketClient sockets,
      TrafficConfig config,
      ShopTruth truth,
      LiveShopper shopper,
      List<String> wishes,
      String session,
      SplittableRandom random,
      TrafficCounts counts,
      Runnable ended) {
    this.vertx = vertx;
    this.socket = sockets.webSocket();
    this.config = config;
    this.truth = truth;
    this.shopper = shopper;
    this.wishes = new ArrayDeque<>(wishes);
    this.session = session;
    this.random = random;
    this.counts = counts;
    this.ended = ended;
    this.script = new EventScript(session, Clock.systemUTC());
    this.decimals = Currency.getInstance(config.currency()).getDefaultFractionDigits();
    this.timeout = vertx.setTimer(config.visitTimeout().toMillis(), _ -> end(false));
    socket.textMessageHandler(text -> message(new JsonObject(text)));
    socket.exceptionHandler(_ -> end(false));
    socket.closeHandler(_ -> end(false));
  }

  void begin(WebSocketConnectOptions options, Future<String> token) {
    token
        .compose(
            text ->
                socket
                    .connect(options)
                    .compose(
                        _ -> {
                          connected = true;
                          if (over) {
                            return socket.close();
                          }
                          return send(type("connect").put("token", text));
                        }))
        .onFailure(_ -> end(false));
  }

  private void message(JsonObject message) {
    switch (message.getString("type", "")) {
      case "connected" ->
          send(type("subscribe").put("placement", config.placement()).put("cart", new JsonArray()));
      case "subscribed" -> {
        if (!subscribed) {
          subscribed = true;
          later(this::nextWish);
        }
      }
      case "offer" -> {
        if (message.getLong("cart", -1L) == cartId && cartId > 0) {
          counts.offer();
          JsonObject offer = message.getJsonObject("offer");
          later(() -> lookAt(offer));
        }
      }
      case "error" -> counts.error();
      default -> {
        // Acknowledgements need no answer.
      }
    }
  }

  private void nextWish() {
    String wish = wishes.poll();
    if (wish == null) {
      checkOut();
      return;
    }
    if (random.nextBoolean()) {
      send(script.event("product-viewed", new JsonObject().put("sku", wish)));
    }
    put(wish, 1);
    showCart();
  }

  private void put(String sku, int quantity) {
    cart.put(sku, quantity);
    send(script.event("cart-added", EventScript.sku(sku, quantity)));
  }

  private void showCart() {
    counts.cart();
    send(
        type("cart")
            .put("id", ++cartId)
            .put("placement", config.placement())
            .put("cart", cart.lines()));
  }

  /** Answers the bundles from the first to the last; one that is accepted ends the looking. */
  private void lookAt(JsonObject offer) {
    String decision = offer.getString("decision", "");
    for (Object element : offer.getJsonArray("bundles", new JsonArray())) {
      JsonObject bundle = (JsonObject) element;
      JsonObject outcome = EventScript.outcome(decision, bundle);
      counts.shown();
      send(script.event("offer-shown", outcome));
      Reaction reaction = shopper.react(shown(bundle), cart.skus());
      counts.reaction(reaction);
      switch (reaction) {
        case CLICKED -> send(script.event("offer-clicked", outcome));
        case DISMISSED -> send(script.event("offer-dismissed", outcome));
        case ACCEPTED -> {
          send(script.event("offer-clicked", outcome));
          send(script.event("offer-accepted", outcome));
          cart.accept(outcome, bundle);
          for (Object item : bundle.getJsonArray("items")) {
            JsonObject line = (JsonObject) item;
            send(
                script.event(
                    "cart-added",
                    EventScript.sku(line.getString("sku"), line.getInteger("quantity"))));
          }
          later(this::nextWish);
          return;
        }
        case IGNORED -> {}
      }
    }
    later(this::nextWish);
  }

  private ShownBundle shown(JsonObject bundle) {
    List<String> skus = new ArrayList<>();
    for (Object item : bundle.getJsonArray("items")) {
      skus.add(((JsonObject) item).getString("sku"));
    }
    return new ShownBundle(
        bundle.getInteger("position", 0),
        skus,
        minor(bundle.getValue("listPrice")),
        minor(bundle.getValue("price")));
  }

  private long minor(Object amount) {
    return new BigDecimal(String.valueOf(amount)).movePointRight(decimals).longValue();
  }

  private void checkOut() {
    if (cart.isEmpty() || random.nextDouble() >= BUYS) {
      end(true);
      return;
    }
    counts.order();
    for (JsonObject purchase : cart.purchases(session, this::listPrice)) {
      send(script.event("purchased", purchase));
    }
    // The server answers in order of arrival, so the last answers come before the close.
    later(() -> end(true));
  }

  private JsonObject listPrice(String sku) {
    JsonObject fields = new JsonObject();
    truth
        .find(sku)
        .ifPresent(
            product -> {
              ProductLine known = truth.products().get(product);
              fields.put("price", BigDecimal.valueOf(known.price(), decimals));
              fields.put("currency", config.currency());
            });
    return fields;
  }

  /** Goes on after some thinking, exponentially distributed, if the visit still lasts. */
  private void later(Runnable action) {
    double thinking = -Math.log(1 - random.nextDouble()) * config.thinking().toMillis();
    vertx.setTimer(
        Math.max(1, (long) thinking),
        _ -> {
          if (!over) {
            action.run();
          }
        });
  }

  private void end(boolean well) {
    if (over) {
      return;
    }
    over = true;
    vertx.cancelTimer(timeout);
    if (!well) {
      counts.failedVisit();
    }
    ended.run();
    if (connected) {
      socket.close();
    }
  }

  private Future<Void> send(JsonObject message) {
    return socket.writeTextMessage(message.encode()).onFailure(_ -> end(false));
  }

  private static JsonObject type(String type) {
    return new JsonObject().put("type", type);
  }
}
