package io.pannier.console;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pannier.console.issuer.FakeIssuer;
import io.pannier.gateway.GatewayConfig;
import io.pannier.gateway.StrategyReport;
import io.pannier.messages.LocalCodec;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
  volatile List<StrategyReport.StrategyState> reported = List.of();
  final FakeIssuer issuer;
  final AdminRouter router;
  final String address;

  private ConsoleRig() {
    Path data;
    try {
      data = Files.createTempDirectory("pannier-console-");
      server = EmbeddedPostgres.start(data);
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
    issuer = FakeIssuer.start(vertx, 0);
    ConsoleConfig config = ConsoleConfig.defaults().withOidc(people(issuer.address()));
    ConsoleDoor door = new ConsoleDoor(vertx, store, config, ports(store));
    router = door.router;
    address = door.address;
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  door.close();
                  store.close();
                  issuer.close();
                  server.close();
                }));
  }

  /** What a process on that store has behind its console. */
  ConsolePorts ports(Store process) {
    return new ConsolePorts(
        process,
        GatewayConfig.defaults(),
        asked -> Future.succeededFuture(reported),
        (asked, placement) -> Future.succeededFuture(new JsonObject()),
        (number, strategy) ->
            new StrategyHealth.Health(StrategyHealth.State.READY, 0, 0, Double.NaN, null, null),
        (number, strategy, problem, generations) ->
            recomposer.compose(number, strategy, problem, generations),
        workbench,
        plugins,
        new SimpleMeterRegistry(),
        () -> now);
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
    return new ConsoleClient(address);
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
}
