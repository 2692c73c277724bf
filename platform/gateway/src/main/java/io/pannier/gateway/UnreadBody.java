package io.pannier.gateway;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Gets rid of a request body that nobody wants. Closing at once would reset the connection and the
 * sender, still sending, would never see the answer; reading on for ever would be its weapon. So
 * the rest is read and dropped for a short while, then the connection is closed.
 */
final class UnreadBody {
  private static final long LINGER_MILLIS = 5_000;

  private UnreadBody() {}

  static void discard(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    if (request.isEnded()) {
      return;
    }
    long timer = ctx.vertx().setTimer(LINGER_MILLIS, ignored -> request.connection().close());
    request.exceptionHandler(ignored -> ctx.vertx().cancelTimer(timer));
    request.endHandler(ignored -> ctx.vertx().cancelTimer(timer));
    request.handler(ignored -> {});
    request.resume();
  }
}
