package io.pannier.gateway;

import io.pannier.gateway.StrategyReport.AgreementState;
import io.pannier.gateway.StrategyReport.StrategyState;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the gateway knows of an installation: two shops, some keys, placements, one decision. */
final class FakeInstallation implements PlacementDirectory {
  static final Shop DEMO = new Shop(1, "demo", "GBP");
  static final Shop OTHER = new Shop(2, "other", "EUR");
  static final String ADMIN_KEY = "pk-admin";
  static final String EVENTS_KEY = "pk-events";
  static final String OTHER_KEY = "pk-other";
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  static final UUID DECISION = UUID.fromString("0190a1b2-0000-7000-8000-000000000001");

  final List<String> changes = new CopyOnWriteArrayList<>();
  volatile Instant now = NOW;
  volatile boolean ready = true;

  private final Map<String, Shop> shops = Map.of("demo", DEMO, "other", OTHER);
  private final Map<String, Caller> callers =
      Map.of(
          ADMIN_KEY, new Caller("k1", "boss", "demo", Scopes.ALL),
          EVENTS_KEY, new Caller("k2", "feed", "demo", Set.of(Scopes.EVENTS)),
          OTHER_KEY, new Caller("k3", "neighbour", "other", Scopes.ALL));
  private final Map<String, Placement> placements = new ConcurrentHashMap<>();

  FakeInstallation() {
    for (String name : List.of("cart", "product", "home")) {
      placements.put(name, Placement.standard(name));
    }
  }

  Optional<Shop> shop(String name) {
    return Optional.ofNullable(shops.get(name));
  }

  Future<Optional<Caller>> authenticate(String key) {
    return Future.succeededFuture(Optional.ofNullable(callers.get(key)));
  }

  Future<List<StrategyState>> strategies(Shop shop) {
    return Future.succeededFuture(
        List.of(
            new StrategyState(
                "genetic",
                "1.0.0",
                "Searches.",
                List.of("bundling"),
                "",
                List.of("cart"),
                List.of(),
                List.of()),
            new StrategyState(
                "ppo",
                "1.1.0",
                "Learns.",
                List.of("bundling"),
                "ppo/2",
                List.of(),
                List.of("cart"),
                List.of(
                    new AgreementState(
                        "cart", "ppo@1.1.0 ppo/2", "genetic@1.0.0", 80, 60, 0.64, 0.83, 0.7)))));
  }

  Future<List<Product>> products(Shop shop, String query, int limit) {
    Product lantern =
        new Product(
            3,
            "71053",
            "WHITE METAL \"LANTERN\"",
            "",
            "",
            "GBP",
            339,
            100,
            4,
            true,
            List.of(),
            Map.of(),
            List.of(),
            ProductStatistics.NONE);
    return Future.succeededFuture(query.equals("lantern") ? List.of(lantern) : List.of());
  }

  Future<Optional<RecordedDecision>> decision(Shop shop, UUID id) {
    Buffer offer = FakeStages.offer("cart").toBuffer();
    return Future.succeededFuture(
        shop.equals(DEMO) && id.equals(DECISION)
            ? Optional.of(new RecordedDecision(NOW.toEpochMilli(), "ann", "s1", offer))
            : Optional.empty());
  }

  Future<JsonObject> experiment(Shop shop, Placement placement) {
    JsonArray arms = new JsonArray();
    placement.split().arms().forEach(arm -> arms.add(arm.name()));
    return Future.succeededFuture(
        new JsonObject().put("placement", placement.name()).put("arms", arms));
  }

  @Override
  public Optional<Placement> find(Shop shop, String name) {
    return shop.equals(DEMO) ? Optional.ofNullable(placements.get(name)) : Optional.empty();
  }

  @Override
  public Future<Placement> put(Shop shop, Placement placement, String author, String reason) {
    changes.add(author + ": " + reason);
    Placement stored =
        new Placement(
            placement.name(),
            placement.revision() + 1,
            placement.scoring(),
            placement.fallback(),
            placement.complementarity(),
            placement.bundling(),
            placement.shadow(),
            placement.deadline(),
            placement.candidates(),
            placement.limit(),
            placement.objectiveWeights(),
            placement.eventWeights(),
            placement.constraints(),
            placement.model(),
            placement.split(),
            placement.rules());
    placements.put(placement.name(), stored);
    return Future.succeededFuture(stored);
  }
}
