package io.pannier.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pannier.laboratory.load.ShopAccess;
import io.pannier.laboratory.simulator.LiveShopper;
import io.pannier.laboratory.simulator.ShopTruth;
import io.pannier.laboratory.simulator.ShownBundle;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shoppers who keep a demo alive: they put things into carts, look at the offers, answer them by
 * their hidden tastes and buy. Each is a virtual thread that speaks HTTP like a shop's server.
 */
final class DemoShoppers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DemoShoppers.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long THINK_MILLIS = 2_000;
  private static final double BUYS = 0.35;

  private final ShopAccess access;
  private final ShopTruth truth;
  private final long seed;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final List<Thread> threads = new ArrayList<>();

  DemoShoppers(ShopAccess access, ShopTruth truth, long seed) {
    this.access = access;
    this.truth = truth;
    this.seed = seed;
  }

  /** Lets that many shoppers come and go until {@link #close}. */
  void start(int shoppers) {
    for (int number = 0; number < shoppers; number++) {
      LiveShopper shopper = new LiveShopper(truth, seed, number);
      SplittableRandom random = new SplittableRandom(seed * 31 + number);
      threads.add(Thread.ofVirtual().name("shopper-" + number).start(() -> live(shopper, random)));
    }
  }

  private void live(LiveShopper shopper, SplittableRandom random) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        think(random, 5);
        try {
          visit(shopper, random);
        } catch (IOException e) {
          LOG.debug("a shopper's visit failed", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One visit: the cart grows wish by wish; each new cart is answered by an offer. */
  private void visit(LiveShopper shopper, SplittableRandom random)
      throws IOException, InterruptedException {
    String session = UUID.randomUUID().toString();
    List<String> cart = new ArrayList<>();
    for (String wish : shopper.wishes()) {
      if (cart.contains(wish)) {
        continue;
      }
      cart.add(wish);
      ArrayNode events = JSON.createArrayNode();
      event(events, "product-viewed", shopper, session).put("sku", wish);
      event(events, "cart-added", shopper, session).put("sku", wish).put("quantity", 1);
      post("events", events);
      answer(post("offers", question(shopper, session, cart)), shopper, session, cart);
      think(random, 1);
    }
    if (!cart.isEmpty() && random.nextDouble() < BUYS) {
      ArrayNode events = JSON.createArrayNode();
      String order = UUID.randomUUID().toString();
      for (String sku : cart) {
        event(events, "purchased", shopper, session)
            .put("sku", sku)
            .put("quantity", 1)
            .put("order", order);
      }
      post("events", events);
    }
  }

  private static ObjectNode question(LiveShopper shopper, String session, List<String> cart) {
    ObjectNode question =
        JSON.createObjectNode()
            .put("placement", "cart")
            .put("shopper", shopper.name())
            .put("session", session);
    ArrayNode lines = question.putArray("cart");
    cart.forEach(sku -> lines.addObject().put("sku", sku).put("quantity", 1));
    return question;
  }

  private void answer(JsonNode offer, LiveShopper shopper, String session, List<String> cart)
      throws IOException, InterruptedException {
    ArrayNode events = JSON.createArrayNode();
    for (JsonNode bundle : offer.path("bundles")) {
      List<String> skus = new ArrayList<>();
      bundle.path("items").forEach(item -> skus.add(item.path("sku").asText()));
      ShownBundle shown =
          new ShownBundle(
              bundle.path("position").asInt(),
              skus,
              Math.round(bundle.path("listPrice").asDouble() * 100),
              Math.round(bundle.path("price").asDouble() * 100));
      outcome(events, "offer-shown", shopper, session, offer, bundle);
      switch (shopper.react(shown, cart)) {
        case ACCEPTED -> {
          outcome(events, "offer-clicked", shopper, session, offer, bundle);
          outcome(events, "offer-accepted", shopper, session, offer, bundle);
          skus.stream().filter(sku -> !cart.contains(sku)).forEach(cart::add);
        }
        case CLICKED -> outcome(events, "offer-clicked", shopper, session, offer, bundle);
        case DISMISSED -> outcome(events, "offer-dismissed", shopper, session, offer, bundle);
        case IGNORED -> {
          // Only that it was shown is known of it.
        }
      }
    }
    if (!events.isEmpty()) {
      post("events", events);
    }
  }

  private static void outcome(
      ArrayNode events,
      String type,
      LiveShopper shopper,
      String session,
      JsonNode offer,
      JsonNode bundle) {
    event(events, type, shopper, session)
        .put("decision", offer.path("decision").asText())
        .set("position", bundle.path("position"));
    ((ObjectNode) events.get(events.size() - 1)).set("bundle", bundle.path("bundle"));
  }

  private static ObjectNode event(
      ArrayNode events, String type, LiveShopper shopper, String session) {
    return events
        .addObject()
        .put("id", UUID.randomUUID().toString())
        .put("type", type)
        .put("time", Instant.now().toString())
        .put("shopper", shopper.name())
        .put("session", session);
  }

  private JsonNode post(String resource, JsonNode body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://" + access.host() + ":" + access.port())
                    .resolve(access.shopPath(resource)))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + access.apiKey())
            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build();
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() >= 300) {
      throw new IOException(resource + " answered " + response.statusCode());
    }
    return JSON.readTree(response.body());
  }

  /** Waits for a while that differs each time; people are slow, and this is not a load test. */
  private static void think(SplittableRandom random, int times) throws InterruptedException {
    Thread.sleep(Duration.ofMillis(random.nextLong(THINK_MILLIS) * times + 200));
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    http.shutdownNow();
  }
}
