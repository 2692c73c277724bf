package io.pannier.app.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.pannier.app.Instruments;
import io.pannier.app.Logs;
import io.pannier.app.Program;
import io.pannier.app.ShippedPlugins;
import io.pannier.app.ShopSetup;
import io.pannier.app.config.PannierConfig;
import io.pannier.app.config.TracingConfig;
import io.pannier.app.guard.AllocationConfig;
import io.pannier.gateway.Scopes;
import io.pannier.laboratory.load.HttpImporter;
import io.pannier.laboratory.load.ImportOptions;
import io.pannier.laboratory.load.ShopAccess;
import io.pannier.laboratory.orders.ProductLine;
import io.pannier.laboratory.simulator.ShopTruth;
import io.pannier.laboratory.simulator.SimulatedHistory;
import io.pannier.laboratory.simulator.SimulatorConfig;
import io.pannier.messages.Shop;
import io.pannier.pluginhost.ContainmentConfig;
import io.pannier.pluginhost.PluginHostConfig;
import io.pannier.pluginhost.VerificationConfig;
import io.pannier.store.EmbeddedPostgres;
import io.pannier.store.Store;
import io.pannier.store.StoreConfig;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One program with its database and the shipped plugins in a temporary folder, and one small
 * simulated shop that came in over HTTP. Shared by all classes of this package: a start costs
 * seconds.
 */
final class Installation implements AutoCloseable {
  private static final String SHOP = "flow";

  /** So generous that a busy machine does not degrade what is not meant to be degraded. */
  private static final int UNHURRIED_MILLIS = 3_000;

  private final Path folder;
  private final EmbeddedPostgres database;
  private final Map<String, ProductLine> products = new HashMap<>();
  private final List<String> skus = new ArrayList<>();
  private final String apiKey;
  private final UnaryOperator<PannierConfig> adjusted;
  private InMemorySpanExporter spans = InMemorySpanExporter.create();
  private Program program;

  private Installation(
      Path folder, EmbeddedPostgres database, UnaryOperator<PannierConfig> adjusted) {
    this.folder = folder;
    this.adjusted = adjusted;
    this.database = database;
    this.program = start();
    this.apiKey = Program.await(store().apiKeys().create(SHOP, "tests", Scopes.ALL));
    SimulatorConfig size =
        SimulatorConfig.defaults(LocalDate.now(ZoneOffset.UTC).minusDays(1)).withSize(120, 150, 20);
    ShopTruth truth = ShopTruth.simulated(size.seed(), size.products());
    for (ProductLine product : truth.products()) {
      products.put(product.sku(), product);
      skus.add(product.sku());
    }
    try (SimulatedHistory history = new SimulatedHistory(size, truth)) {
      new HttpImporter(access(), ImportOptions.defaults())
          .send(history, (share, products, events) -> {});
    }
    place("cart", "item-knn", "genetic", UNHURRIED_MILLIS);
    Waiting.until(
        "co-purchases are learned",
        () -> client().post("offers", question("cart", "early", cart(sku(0)))).ok(),
        offer -> offer.path("bundles").toString().contains("co-purchase"));
  }

  static Installation start(Path folder) throws IOException {
    return start(folder, zip -> true, config -> config);
  }

  /**
   * One with some of the shipped plugins and another configuration.
   *
   * @param wanted says which of the shipped zips are installed
   */
  static Installation start(
      Path folder, Predicate<Path> wanted, UnaryOperator<PannierConfig> adjusted)
      throws IOException {
    Logs.forPeople(false);
    List<Path> shipped = ShippedPlugins.ofThisProgram().installInto(folder.resolve("plugins"));
    if (shipped.size() < 3) {
      throw new IllegalStateException(
          "package the modules in plugins/ first, with pannier.home set");
    }
    for (Path zip : shipped) {
      if (!wanted.test(zip)) {
        Files.delete(zip);
      }
    }
    EmbeddedPostgres database = EmbeddedPostgres.start(folder);
    try {
      return new Installation(folder, database, adjusted);
    } catch (RuntimeException | Error e) {
      database.close();
      throw e;
    }
  }

  private Program start() {
    PannierConfig standard =
        PannierConfig.defaults()
            .at(StoreConfig.defaults().at(database), 0, plugins(), "0123456789abcdef".repeat(2));
    PannierConfig config = adjusted.apply(contained(standard));
    return Program.start(config, new Instruments(config.tracing(), spans), Installation::prepared);
  }

  /**
   * What verification refuses has tests of its own; here a plugin is let in that deserves none of
   * it. Its limits are short, so that it reaches them soon.
   */
  private static PannierConfig contained(PannierConfig standard) {
    PluginHostConfig plugins =
        standard
            .plugins()
            .withSettle(Duration.ofMillis(20))
            .withVerification(VerificationConfig.defaults().withContractChecks(false))
            .withContainment(
                new ContainmentConfig(
                    1024,
                    Duration.ofMillis(250),
                    Duration.ofSeconds(30),
                    5,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(60),
                    16L << 20));
    return standard.with(
        plugins, new AllocationConfig(Duration.ofSeconds(1), 0.05, 30), new TracingConfig("", 0));
  }

  private static Future<?> prepared(Store store) {
    return store
        .shops()
        .find(SHOP)
        .<Future<?>>map(found -> ShopSetup.completed(store, found))
        .orElseGet(() -> ShopSetup.create(store, SHOP, SimulatedHistory.CURRENCY));
  }

  /** Stops the program in order and starts another one on the same data. */
  void restart() {
    program.close();
    // The former one was shut down with the former program.
    spans = InMemorySpanExporter.create();
    program = start();
  }

  Store store() {
    return program.store();
  }

  Shop shop() {
    return store().shops().find(SHOP).orElseThrow();
  }

  Path plugins() {
    return folder.resolve("plugins");
  }

  /** A configuration by which commands find this installation's database. */
  Path config() throws IOException {
    StoreConfig store = StoreConfig.defaults().at(database);
    return Files.writeString(
        folder.resolve("commands.yaml"),
        """
        store:
          host: %s
          port: %d
          database: %s
          user: %s
          password: "%s"
        """
            .formatted(
                store.host(), store.port(), store.database(), store.user(), store.password()));
  }

  /** Spans that were sampled, as they end. */
  InMemorySpanExporter spans() {
    return spans;
  }

  ShopClient client() {
    return new ShopClient(access());
  }

  /** Where it serves. */
  URI server() {
    return access().server();
  }

  private ShopAccess access() {
    return new ShopAccess(URI.create("http://localhost:" + program.port()), SHOP, apiKey);
  }

  /** A product as it was imported. */
  ProductLine product(String sku) {
    return Objects.requireNonNull(products.get(sku), sku);
  }

  String sku(int index) {
    return skus.get(index);
  }

  /** Sets who answers in a placement, makes it if need be. */
  void place(String placement, String scoring, String bundling, int deadlineMillis) {
    client()
        .place(
            placement,
            ShopClient.JSON
                .createObjectNode()
                .put("scoring", scoring)
                .put("fallback", "popularity")
                .put("bundling", bundling)
                .put("deadlineMillis", deadlineMillis));
  }

  /** One unit of each. */
  static ArrayNode cart(String... skus) {
    ArrayNode cart = ShopClient.JSON.createArrayNode();
    for (String sku : skus) {
      cart.addObject().put("sku", sku).put("quantity", 1);
    }
    return cart;
  }

  static ObjectNode question(String placement, String session, JsonNode cart) {
    ObjectNode question =
        ShopClient.JSON.createObjectNode().put("placement", placement).put("session", session);
    question.set("cart", cart);
    return question;
  }

  /** A change of a placement: half of its visitors get the candidates of another strategy. */
  static ObjectNode half(String arm, String scoring) {
    ObjectNode change = ShopClient.JSON.createObjectNode();
    change.putArray("arms").addObject().put("name", arm).put("share", 0.5).put("scoring", scoring);
    return change;
  }

  @Override
  public void close() throws IOException {
    program.close();
    database.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
