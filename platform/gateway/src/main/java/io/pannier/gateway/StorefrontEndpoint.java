package io.pannier.gateway;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where storefronts connect. One timer looks after all connections of the instance, instead of
 * several for each.
 */
final class StorefrontEndpoint {
  static final String PATH = "/v1/storefront";
  static final String SUBPROTOCOL = "pannier.v1";

  private static final Duration SLOWEST_SWEEP = Duration.ofMillis(500);

  private final Vertx vertx;
  private final GatewayPorts ports;
  private final GatewayConfig config;
  private final GatewayMetrics metrics;
  private final Problems problems;
  private final Set<StorefrontSocket> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private final long timer;

  StorefrontEndpoint(
      Vertx vertx,
      GatewayPorts ports,
      GatewayConfig config,
      GatewayMetrics metrics,
      Problems problems) {
    this.vertx = vertx;
    this.ports = ports;
    this.config = config;
    this.metrics = metrics;
    this.problems = problems;
    this.timer = vertx.setPeriodic(sweepMillis(config.storefront()), ignored -> sweep());
  }

  /** Upgrades the request, or answers why not. */
  void accept(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
      throw new PannierException(
          StandardErrorCode.FIELD_INVALID,
          PATH + " speaks WebSocket with the subprotocol " + SUBPROTOCOL);
    }
    if (!offers(request.headers().getAll("Sec-WebSocket-Protocol"))) {
      throw new PannierException(
          StandardErrorCode.FIELD_INVALID, "Sec-WebSocket-Protocol must name " + SUBPROTOCOL);
    }
    List<String> origins = config.storefront().allowedOrigins();
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin != null && !origins.isEmpty() && !origins.contains(origin)) {
      throw new PannierException(
          StandardErrorCode.FORBIDDEN, "origin " + origin + " may not connect");
    }
    if (open.size() >= config.storefront().maxConnections()) {
      throw new PannierException(
          StandardErrorCode.OVERLOADED, "there is no room for another connection; try again");
    }
    request.toWebSocket().onSuccess(this::welcome);
  }

  /** Closes every connection, since the installation stops. */
  void close() {
    vertx.cancelTimer(timer);
    for (StorefrontSocket socket : List.copyOf(open)) {
      socket.close(CloseCode.GOING_AWAY, "the installation stops");
    }
  }

  private void welcome(ServerWebSocket socket) {
    open.add(new StorefrontSocket(vertx, socket, ports, config, metrics, problems, this::forget));
    metrics.connections().incrementAndGet();
  }

  private void forget(StorefrontSocket socket) {
    if (open.remove(socket)) {
      metrics.connections().decrementAndGet();
    }
  }

  private void sweep() {
    long now = System.nanoTime();
    for (StorefrontSocket socket : List.copyOf(open)) {
      socket.sweep(now);
    }
  }

  private static boolean offers(List<String> headers) {
    return headers.stream()
        .flatMap(header -> Arrays.stream(header.split(",", -1)))
        .anyMatch(protocol -> protocol.trim().equals(SUBPROTOCOL));
  }

  /** Often enough that no time limit is overrun by more than a quarter. */
  private static long sweepMillis(StorefrontConfig config) {
    Duration shortest =
        Stream.of(config.connectTimeout(), config.heartbeat(), config.slowReaderTimeout())
            .min(Duration::compareTo)
            .orElseThrow()
            .dividedBy(4);
    return Math.max(
        1, (shortest.compareTo(SLOWEST_SWEEP) < 0 ? shortest : SLOWEST_SWEEP).toMillis());
  }
}
