package io.pannier.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** A successful answer over HTTP. */
public record Answer(int status, String contentType, Buffer body) {
  private static final String JSON = "application/json";

  public static Answer json(int status, JsonObject body) {
    return new Answer(status, JSON, body.toBuffer());
  }

  public static Answer json(int status, Buffer body) {
    return new Answer(status, JSON, body);
  }

  /** Sends it, unless something was answered already; gets rid of a body that was not read. */
  public void send(RoutingContext ctx) {
    if (ctx.response().ended() || ctx.response().closed()) {
      return;
    }
    ctx.response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(body);
    UnreadBody.discard(ctx);
  }
}
