package io.pannier.gateway;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves HTTP and the storefront's WebSocket. Several instances share one port, each with its own
 * connections; the rate limits of the keys are common to them.
 */
public final class GatewayVerticle extends VerticleBase {
  private static final int SMALLEST_COMPRESSED = 1_024;
  private static final long IDLE_SECONDS = 120;
  private static final long IDLE_HEARTBEATS = 4;

  /**
   * The operating system would let some megabytes wait for each peer that does not read, past all
   * that is counted here, and what waits there can no longer be replaced by something newer.
   */
  private static final int KERNEL_BUFFERS = 4;

  private final GatewayConfig config;
  private final GatewayPorts ports;
  private final RateLimits limits;
  private final GatewayMetrics metrics;
  private @Nullable HttpServer server;
  private @Nullable StorefrontEndpoint storefront;

  private GatewayVerticle(
      GatewayConfig config, GatewayPorts ports, RateLimits limits, GatewayMetrics metrics) {
    this.config = config;
    this.ports = ports;
    this.limits = limits;
    this.metrics = metrics;
  }

  /** Makes the instances of one gateway; deploy as many as the configuration says. */
  public static Supplier<GatewayVerticle> instances(GatewayConfig config, GatewayPorts ports) {
    RateLimits limits = new RateLimits(config.ratePerSecond(), config.rateBurst());
    GatewayMetrics metrics = new GatewayMetrics(ports.telemetry().registry());
    return () -> new GatewayVerticle(config, ports, limits, metrics);
  }

  @Override
  public Future<?> start() {
    Problems problems = new Problems(metrics);
    StorefrontEndpoint endpoint = new StorefrontEndpoint(vertx, ports, config, metrics, problems);
    storefront = endpoint;
    HttpServer starting =
        vertx
            .createHttpServer(options(config))
            .requestHandler(
                GatewayRouter.draw(vertx, ports, config, limits, metrics, problems, endpoint));
    server = starting;
    return starting.listen();
  }

  @Override
  public Future<?> stop() {
    if (storefront != null) {
      storefront.close();
    }
    return server == null ? Future.succeededFuture() : server.close();
  }

  /** The port that is listened on, once started. */
  public int port() {
    return Objects.requireNonNull(server, "not started").actualPort();
  }

  static HttpServerOptions options(GatewayConfig config) {
    StorefrontConfig storefront = config.storefront();
    return new HttpServerOptions()
        .setHost(config.host())
        .setPort(config.port())
        // A larger cleartext protocol surface than the contract names helps nobody.
        .setHttp2ClearTextEnabled(false)
        // Whoever is still a storefront is pinged more often than this.
        .setIdleTimeout(
            (int) Math.max(IDLE_SECONDS, IDLE_HEARTBEATS * storefront.heartbeat().toSeconds()))
        .setSendBufferSize(KERNEL_BUFFERS * storefront.writeBuffer())
        .setHandle100ContinueAutomatically(false)
        .setCompressionSupported(true)
        .setCompressionContentSizeThreshold(SMALLEST_COMPRESSED)
        .setWebSocketSubProtocols(List.of(StorefrontEndpoint.SUBPROTOCOL))
        // Compressed messages would cost latency, and their real size would be known too late.
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setMaxWebSocketFrameSize(2 * storefront.maxMessage())
        .setMaxWebSocketMessageSize(2 * storefront.maxMessage())
        .setWebSocketClosingTimeout((int) Math.max(1, storefront.closeTimeout().toSeconds()));
  }
}
