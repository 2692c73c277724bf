package io.pannier.gateway;

import io.pannier.messages.Failure;
import io.pannier.spi.ErrorKind;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers errors as {@code application/problem+json} (RFC 9457). */
final class Problems {
  static final String MEDIA_TYPE = "application/problem+json";

  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private final GatewayMetrics metrics;

  Problems(GatewayMetrics metrics) {
    this.metrics = metrics;
  }

  /** Answers with what went wrong, and gets rid of a body that was not read. */
  void answer(RoutingContext ctx, Throwable cause) {
    PannierException problem = Failure.of(cause);
    report(problem, ctx.request().path());
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      ctx.request().connection().close();
      return;
    }
    int status = ProblemStatus.of(problem.code());
    if (status == 401 && ctx.request().path().startsWith("/v1/")) {
      response.putHeader("WWW-Authenticate", "Bearer realm=\"pannier\"");
    }
    if (status == 503 && !response.headers().contains(HttpHeaders.RETRY_AFTER)) {
      response.putHeader(HttpHeaders.RETRY_AFTER, "1");
    }
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
        .end(body(problem, status, ctx.request().path()).toBuffer());
    UnreadBody.discard(ctx);
  }

  /** Counts the error; logs the ones of which a person should know. */
  void report(PannierException problem, String where) {
    metrics.failed(problem.code());
    if (problem.code().kind() == ErrorKind.INTERNAL) {
      log.error("{} failed: a defect, please report it", where, problem);
    } else if (problem.code().kind() == ErrorKind.EXTERNAL) {
      log.warn("{} failed: {} {}", where, problem.code().name(), problem.getMessage());
    }
  }

  private static JsonObject body(PannierException problem, int status, String instance) {
    String code = problem.code().name();
    String words = code.toLowerCase(Locale.ROOT).replace('_', '-');
    return new JsonObject()
        .put("type", "urn:pannier:problem:" + words)
        .put("title", title(words))
        .put("status", status)
        .put("detail", problem.getMessage())
        .put("code", code)
        .put("instance", instance);
  }

  private static String title(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1).replace('-', ' ');
  }

  static PannierException notFound(String path) {
    return new PannierException(
        StandardErrorCode.NOT_FOUND, "there is nothing at " + path + "; see /v1/openapi.yaml");
  }
}
