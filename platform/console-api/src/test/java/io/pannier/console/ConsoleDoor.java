package io.pannier.console;

import io.opentelemetry.api.OpenTelemetry;
import io.pannier.gateway.BrowserTokens;
import io.pannier.gateway.GatewayConfig;
import io.pannier.gateway.GatewayPorts;
import io.pannier.gateway.GatewayVerticle;
import io.pannier.gateway.PlacementDirectory;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.messages.Telemetry;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A console on a real gateway with a port of its own. */
final class ConsoleDoor implements AutoCloseable {
  final AdminRouter router;
  final String address;
  private final Vertx vertx;
  private final Console console;
  private final String deployment;

  ConsoleDoor(Vertx vertx, Store store, ConsoleConfig config, ConsolePorts ports) {
    this.vertx = vertx;
    console = new Console(vertx, config, ports);
    router = console.router();
    ConsoleRig.await(console.open());
    int port;
    try {
      port = ConsoleRig.freePort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    address = "http://localhost:" + port;
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
            new Telemetry(ports.registry(), OpenTelemetry.noop().getTracer("test")),
            () -> true,
            () -> "",
            Instant::now,
            console);
    deployment =
        ConsoleRig.await(
            vertx.deployVerticle(
                GatewayVerticle.instances(GatewayConfig.defaults().at(port), gateway).get()));
  }

  @Override
  public void close() {
    console.close();
    ConsoleRig.await(vertx.undeploy(deployment));
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
