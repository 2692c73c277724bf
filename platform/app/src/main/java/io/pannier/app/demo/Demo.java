package io.pannier.app.demo;

import io.pannier.app.Credentials;
import io.pannier.app.Program;
import io.pannier.app.ShippedPlugins;
import io.pannier.app.ShopSetup;
import io.pannier.app.config.PannierConfig;
import io.pannier.app.demo.shop.Catalogue;
import io.pannier.app.demo.shop.ShopServer;
import io.pannier.laboratory.load.ShopAccess;
import io.pannier.laboratory.orders.OrderFormats;
import io.pannier.laboratory.orders.OrderOptions;
import io.pannier.laboratory.orders.OrderSource;
import io.pannier.laboratory.orders.ProductLine;
import io.pannier.laboratory.simulator.ShopTruth;
import io.pannier.laboratory.simulator.SimulatedHistory;
import io.pannier.laboratory.simulator.SimulatorConfig;
import io.pannier.laboratory.traffic.SimulatedTraffic;
import io.pannier.laboratory.traffic.TrafficConfig;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.Product;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.EmbeddedPostgres;
import io.pannier.store.Store;
import io.pannier.store.StoreConfig;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A whole installation in one folder: database, plugins, credentials, one shop with a past. A
 * second start on the same folder finds all of it again; one that was cut short goes on where it
 * stopped.
 */
public final class Demo implements AutoCloseable {
  /** The demo's only shop. */
  public static final String SHOP = "demo";

  private static final List<String> SHADOWS = List.of("transformer", "ppo");
  private static final int SECRET_BYTES = 32;

  /** Long, because it is a person who opens the link. */
  private static final Duration TOKEN_LIFETIME = Duration.ofHours(12);

  private final DemoOptions options;
  private final EmbeddedPostgres database;
  private final Program program;
  private final Credentials credentials;
  private final boolean newAdmin;
  private final ShopServer shopServer;
  private @Nullable SimulatedTraffic shoppers;
  private @Nullable DemoTraining training;

  private Demo(
      DemoOptions options,
      EmbeddedPostgres database,
      Program program,
      ShopServer shopServer,
      DemoAccess access) {
    this.options = options;
    this.database = database;
    this.program = program;
    this.shopServer = shopServer;
    this.credentials = access.credentials();
    this.newAdmin = access.newAdmin();
  }

  /** Brings a past into the shop. */
  @FunctionalInterface
  public interface Importer {
    void run(String what, OrderSource source, ShopAccess access);
  }

  /**
   * Starts everything; returns when it serves and its shop has its past.
   *
   * @param importer is called on the first start only
   */
  public static Demo start(DemoOptions options, Importer importer) throws IOException {
    Path data = Files.createDirectories(options.data()).toAbsolutePath();
    Path plugins = data.resolve("plugins");
    ShippedPlugins.ofThisProgram().installInto(plugins);
    EmbeddedPostgres database = EmbeddedPostgres.start(data);
    try {
      PannierConfig config =
          PannierConfig.defaults()
              .at(StoreConfig.defaults().at(database), options.port(), plugins, tokenSecret(data))
              .withTokenLifetime(TOKEN_LIFETIME)
              .withText(options.text());
      Optional<Credentials> known = Credentials.read(data);
      ShopServer shopServer = new ShopServer();
      Program program = Program.start(config, store -> prepared(store, options), shopServer);
      try {
        DemoAccess access =
            Program.await(
                DemoAccess.of(program.store(), known, "http://localhost:" + program.port()));
        access.credentials().write(data);
        Demo demo = new Demo(options, database, program, shopServer, access);
        demo.bringPast(importer);
        demo.openShop();
        demo.letShoppersIn();
        demo.train();
        return demo;
      } catch (IOException | RuntimeException e) {
        program.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  public Credentials credentials() {
    return credentials;
  }

  /** True when this start made the administrator's password. */
  public boolean newAdmin() {
    return newAdmin;
  }

  public Program program() {
    return program;
  }

  public ShopAccess access() {
    return new ShopAccess(URI.create(credentials.url()), credentials.shop(), credentials.apiKey());
  }

  /** The demo's shop as its customers see it. */
  public String shop() {
    return credentials.url() + "/store/";
  }

  /** A link to the page on which the demo can be tried by hand, with a token for it. */
  public String playground() {
    HttpRequest question =
        HttpRequest.newBuilder(
                URI.create(credentials.url() + "/v1/shops/" + credentials.shop() + "/tokens"))
            .header("Authorization", "Bearer " + credentials.apiKey())
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"shopper\":\"you\",\"session\":\"playground\",\"placements\":[\"cart\"]}"))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      String answer = http.send(question, BodyHandlers.ofString()).body();
      return credentials.url() + "/#token=" + new JsonObject(answer).getString("token");
    } catch (IOException e) {
      throw new PannierException(
          StandardErrorCode.STORE_UNAVAILABLE, "the demo does not answer itself", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return credentials.url();
    }
  }

  /** Shop and placements; an earlier start that was cut short may have left some of them. */
  private static Future<?> prepared(Store store, DemoOptions options) {
    String currency = options.orders() == null ? SimulatedHistory.CURRENCY : "GBP";
    return store
        .shops()
        .find(SHOP)
        .<Future<?>>map(found -> ShopSetup.completed(store, found))
        .orElseGet(() -> ShopSetup.create(store, SHOP, currency))
        .compose(made -> withShadows(store));
  }

  /** What learns is compared with what serves from the first day, and one step from serving. */
  private static Future<?> withShadows(Store store) {
    Shop shop = store.shops().find(SHOP).orElseThrow();
    Future<?> changed = Future.succeededFuture();
    for (Placement placement : store.placements().of(shop)) {
      if (placement.revision() == 1) {
        changed =
            changed.compose(
                before ->
                    store
                        .placements()
                        .put(
                            shop,
                            placement.withShadow(SHADOWS),
                            "pannier",
                            "what learns is compared with what serves"));
      }
    }
    return changed;
  }

  private void bringPast(Importer importer) throws IOException {
    Path done = options.data().resolve("imported");
    if (Files.exists(done)) {
      return;
    }
    Path orders = options.orders();
    if (orders == null) {
      importer.run("simulating a shop's past", simulated(), access());
    } else {
      // Moved to today, so that counts that decay with time find fresh events.
      OrderOptions reading = OrderOptions.defaults().withLastOrderDay(lastOrderDay());
      importer.run(
          "importing " + orders.getFileName(),
          OrderFormats.open(options.format(), orders, reading),
          access());
    }
    Program.await(program.topology().settle());
    Files.writeString(done, "the shop's past is in the journal\n");
  }

  /**
   * The day to which the history is moved. It is written down before the import: an import that was
   * cut short and goes on tomorrow must send the same events with the same times.
   */
  private LocalDate lastOrderDay() throws IOException {
    Path file = options.data().resolve("last-order-day");
    if (!Files.exists(file)) {
      Files.writeString(file, LocalDate.now(ZoneOffset.UTC).minusDays(1).toString());
    }
    return LocalDate.parse(Files.readString(file).strip());
  }

  private SimulatedHistory simulated() throws IOException {
    SimulatorConfig standard = SimulatorConfig.defaults(lastOrderDay());
    return new SimulatedHistory(
        standard
            .withSeed(DemoOptions.SEED)
            .withSize(options.products(), standard.shoppers(), standard.days()));
  }

  private void openShop() {
    Shop shop = program.store().shops().find(SHOP).orElseThrow();
    List<Product> products = new ArrayList<>();
    Program.await(program.store().products().each(shop, (page, at) -> products.addAll(page)));
    shopServer.open(new Catalogue(shop, products), access());
  }

  private void train() {
    training = DemoTraining.start(options.data(), program.store().models(), demoShop());
  }

  private void letShoppersIn() {
    if (options.shoppers() == 0) {
      return;
    }
    ShopTruth truth =
        options.orders() == null
            ? ShopTruth.simulated(DemoOptions.SEED, options.products())
            : ShopTruth.over(DemoOptions.SEED, catalogue(), Map.of());
    shoppers =
        SimulatedTraffic.start(
            access(),
            truth,
            TrafficConfig.of(options.shoppers(), demoShop().currency(), DemoOptions.SEED));
  }

  private Shop demoShop() {
    return program.store().shops().find(SHOP).orElseThrow();
  }

  private List<ProductLine> catalogue() {
    List<ProductLine> lines = new ArrayList<>();
    Program.await(
        program
            .store()
            .products()
            .each(
                demoShop(),
                (products, statedAt) ->
                    products.forEach(
                        product ->
                            lines.add(
                                new ProductLine(
                                    product.sku(),
                                    product.title(),
                                    product.category(),
                                    product.brand(),
                                    product.price(),
                                    product.cost(),
                                    product.stock(),
                                    product.tags(),
                                    product.attributes())))));
    if (lines.isEmpty()) {
      throw new PannierException(
          StandardErrorCode.NOT_FOUND,
          "the demo's shop has no products; delete " + options.data() + " and start again");
    }
    return lines;
  }

  /** Kept in the folder, so that browsers' tokens outlive a restart. */
  private static String tokenSecret(Path data) throws IOException {
    Path file = data.resolve("token.secret");
    if (!Files.exists(file)) {
      byte[] secret = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(secret);
      Path part = data.resolve("token.secret.part");
      Files.deleteIfExists(part);
      Files.createFile(
          part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(part, HexFormat.of().formatHex(secret));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }

  @Override
  public void close() {
    if (training != null) {
      training.close();
    }
    if (shoppers != null) {
      shoppers.close();
    }
    shopServer.close();
    program.close();
    database.close();
  }
}
