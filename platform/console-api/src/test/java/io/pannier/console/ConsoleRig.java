package io.pannier.console;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.pannier.console.issuer.FakeIssuer;
import io.pannier.gateway.BrowserTokens;
import io.pannier.gateway.GatewayConfig;
import io.pannier.gateway.GatewayPorts;
import io.pannier.gateway.GatewayVerticle;
import io.pannier.gateway.PlacementDirectory;
import io.pannier.messages.LocalCodec;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.messages.Telemetry;
import io.pannier.spi.BundlingResult;
import io.pannier.store.EmbeddedPostgres;
import io.pannier.store.Role;
import io.pannier.store.Store;
import io.pannier.store.StoreConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The console on a real gateway and a real database; what runs strategies is faked by hand. */
final class ConsoleRig {
  static final String PASSWORD = "correct horse battery";
  static final String SHOP = "rig";

  private static @Nullable ConsoleRig shared;

  final Vertx vertx = Vertx.vertx();
  final EmbeddedPostgres server;
  final Store store;
  final Shop shop;
  final FakePlugins plugins = new FakePlugins();
  final IdleWorkbench workbench = new IdleWorkbench();
  volatile Recomposer recomposer =
      (shop, strategy, problem, generations) ->
          Future.succeededFuture(
              new Recomposer.Recomposed(
                  strategy, "", new BundlingResult(List.of(), generations, 0, List.of())));
  volatile Instant now = Instant.now();
  final FakeIssuer issuer;
  final AdminRouter router;
  private final String deployment;
  private final int port;

  private ConsoleRig() {
    Path data;
    try {
      data = Files.createTempDirectory("pannier-console-");
      server = EmbeddedPostgres.start(data);
      port = freePort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    LocalCodec.register(vertx);
    store = await(Store.open(vertx, StoreConfig.defaults().at(server)));
    shop = await(store.shops().create(SHOP, "EUR"));
    await(store.shops().create("other", "EUR"));
    await(store.placements().put(shop, Placement.standard("cart"), "rig", "a start"));
    for (Role role : Role.values()) {
      await(store.accounts().create(role.wireName(), PASSWORD, role));
    }
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    ConsolePorts ports =
        new ConsolePorts(
            store,
            GatewayConfig.defaults(),
            asked -> Future.succeededFuture(List.of()),
            (asked, placement) -> Future.succeededFuture(new JsonObject()),
            (number, strategy) ->
                new StrategyHealth.Health(StrategyHealth.State.READY, 0, 0, Double.NaN, null, null),
            (number, strategy, problem, generations) ->
                recomposer.compose(number, strategy, problem, generations),
            workbench,
            plugins,
            registry,
            () -> now);
    issuer = FakeIssuer.start(vertx, 0);
    ConsoleConfig config = ConsoleConfig.defaults().withOidc(people(issuer.address()));
    Console console = new Console(vertx, config, ports);
    router = console.router();
    await(console.open());
    GatewayPorts gateway =
        new GatewayPorts(
            store.shops()::find,
            key -> Future.succeededFuture(Optional.empty()),
            new NoPlacements(),
            (asked, id) -> Future.succeededFuture(Optional.empty()),
            store.products()::search,
            asked -> Future.succeededFuture(List.of()),
            (asked, placement) -> Future.succeededFuture(new JsonObject()),
            new BrowserTokens(
                vertx, "0123456789abcdef".repeat(2).getBytes(StandardCharsets.UTF_8), Instant::now),
            new Telemetry(registry, OpenTelemetry.noop().getTracer("test")),
            () -> true,
            () -> "",
            Instant::now,
            console);
    deployment =
        await(
            vertx.deployVerticle(
                GatewayVerticle.instances(GatewayConfig.defaults().at(port), gateway).get()));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  console.close();
                  await(vertx.undeploy(deployment));
                  store.close();
                  issuer.close();
                  server.close();
                }));
  }

  static synchronized ConsoleRig shared() {
    ConsoleRig existing = shared;
    if (existing == null) {
      existing = new ConsoleRig();
      shared = existing;
    }
    return existing;
  }

  /** A browser that nobody has signed in with. */
  ConsoleClient client() {
    return new ConsoleClient("http://localhost:" + port);
  }

  /** A browser of the account that is named like its role. */
  ConsoleClient signedIn(Role role) {
    return client().signIn(role.wireName(), PASSWORD);
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** A provider of identities whose shop-ops are operators here. */
  static OidcConfig people(String issuer) {
    return new OidcConfig(
        issuer,
        FakeIssuer.CLIENT,
        FakeIssuer.SECRET,
        "",
        "the test's people",
        List.of("openid", "profile"),
        "preferred_username",
        "realm.roles",
        Map.of("shop-ops", Role.OPERATOR, "shop-admins", Role.ADMIN));
  }

  static int freePort() throws IOException {
    try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static final class NoPlacements implements PlacementDirectory {
    @Override
    public Optional<Placement> find(Shop shop, String name) {
      return Optional.empty();
    }

    @Override
    public Future<Placement> put(Shop shop, Placement placement, String author, String reason) {
      return Future.failedFuture("nobody is let in");
    }
  }
}
