package io.pannier.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What operators and tools ask: is it alive, is it ready, its figures, its documents. */
final class OperatorOperations {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String YAML = "application/yaml";

  private final Vertx vertx;
  private final GatewayPorts ports;
  private final Buffer openApi = resource("openapi.yaml");
  private final Buffer asyncApi = resource("asyncapi.yaml");

  OperatorOperations(Vertx vertx, GatewayPorts ports) {
    this.vertx = vertx;
    this.ports = ports;
  }

  Future<Answer> live(RoutingContext ctx) {
    return health(true);
  }

  Future<Answer> ready(RoutingContext ctx) {
    return health(ports.ready().getAsBoolean());
  }

  /** Writing down thousands of time series takes a while, so a worker does it. */
  Future<Answer> metrics(RoutingContext ctx) {
    return vertx.executeBlocking(
        () -> new Answer(200, PROMETHEUS, Buffer.buffer(ports.scrape().get())), false);
  }

  Future<Answer> openApi(RoutingContext ctx) {
    return Future.succeededFuture(new Answer(200, YAML, openApi));
  }

  Future<Answer> asyncApi(RoutingContext ctx) {
    return Future.succeededFuture(new Answer(200, YAML, asyncApi));
  }

  private static Future<Answer> health(boolean up) {
    return Future.succeededFuture(
        Answer.json(up ? 200 : 503, new JsonObject().put("status", up ? "up" : "starting")));
  }

  private static Buffer resource(String name) {
    try (InputStream in = OperatorOperations.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the class path");
      }
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
