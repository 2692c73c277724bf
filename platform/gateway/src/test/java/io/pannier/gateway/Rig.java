package io.pannier.gateway;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.pannier.messages.LocalCodec;
import io.pannier.messages.Telemetry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A gateway that really listens, with fakes behind it and clients in front. */
final class Rig implements AutoCloseable {
  static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);

  final Vertx vertx = Vertx.vertx();
  final FakeInstallation installation = new FakeInstallation();
  final FakeStages stages;
  final GatewayConfig config;
  final BrowserTokens tokens;
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final WebClient http;
  final WebSocketClient sockets;
  final int port;
  private final GatewayPorts ports;
  private final String deployment;

  Rig() {
    this(UnaryOperator.identity());
  }

  Rig(UnaryOperator<ConfigBuilder> change) {
    LocalCodec.register(vertx);
    stages = new FakeStages(vertx);
    port = freePort();
    config = change.apply(new ConfigBuilder()).build(port);
    tokens = new BrowserTokens(vertx, SECRET, () -> installation.now);
    ports =
        new GatewayPorts(
            installation::shop,
            installation::authenticate,
            installation,
            installation::decision,
            installation::products,
            installation::strategies,
            installation::experiment,
            tokens,
            new Telemetry(registry, OpenTelemetry.noop().getTracer("test")),
            () -> installation.ready,
            () -> "pannier_up 1\n",
            () -> installation.now,
            ExtraRoutes.NONE);
    deployment =
        await(
            vertx.deployVerticle(
                GatewayVerticle.instances(config, ports),
                new DeploymentOptions().setInstances(config.instances())));
    http =
        WebClient.create(
            vertx, new WebClientOptions().setDefaultHost("localhost").setDefaultPort(port));
    sockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxFrameSize(64 << 20).setMaxMessageSize(64 << 20));
  }

  /** The routes, drawn once more to be looked at. */
  Router router() {
    GatewayMetrics metrics = new GatewayMetrics(new SimpleMeterRegistry());
    Problems problems = new Problems(metrics);
    return GatewayRouter.draw(
        vertx,
        ports,
        config,
        new RateLimits(1, 1),
        metrics,
        problems,
        new StorefrontEndpoint(vertx, ports, config, metrics, problems));
  }

  HttpRequest<Buffer> request(HttpMethod method, String path) {
    return http.request(method, path)
        .putHeader("Authorization", "Bearer " + FakeInstallation.ADMIN_KEY);
  }

  HttpResponse<Buffer> post(String path, Buffer body) {
    return await(
        request(HttpMethod.POST, path)
            .putHeader("Content-Type", "application/json")
            .sendBuffer(body));
  }

  HttpResponse<Buffer> post(String path, String body) {
    return post(path, Buffer.buffer(body));
  }

  HttpResponse<Buffer> get(String path) {
    return await(request(HttpMethod.GET, path).send());
  }

  /** A token for shopper {@code ann} in session {@code s1} that is valid for a minute. */
  String token() {
    return token("demo", 60);
  }

  String token(String shop, long seconds) {
    return tokens.sign(
        new TokenClaims(
            shop,
            "ann",
            "s1",
            java.util.Set.of("cart", "product", "nowhere"),
            installation.now.toEpochMilli() + 1000 * seconds));
  }

  StorefrontClient storefront() {
    return new StorefrontClient(
        await(
            sockets.connect(
                new WebSocketConnectOptions()
                    .setHost("localhost")
                    .setPort(port)
                    .setURI("/v1/storefront")
                    .addSubProtocol("pannier.v1"))));
  }

  /** A storefront that has connected and read {@code connected}. */
  StorefrontClient connected() {
    StorefrontClient client = storefront();
    client.send(new JsonObject().put("type", "connect").put("token", token()));
    client.next("connected");
    return client;
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("the future did not succeed", e);
    }
  }

  /** Stops the gateway; the clients stay. */
  void stop() {
    await(vertx.undeploy(deployment));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
