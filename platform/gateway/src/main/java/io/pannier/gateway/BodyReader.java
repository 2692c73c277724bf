package io.pannier.gateway;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads request bodies up to a limit. The declared length is checked before the first byte is asked
 * for, the real one with every chunk and again while unpacking, so that neither a large body nor a
 * compressed bomb is ever held in memory.
 */
public final class BodyReader {
  public static final Set<String> JSON = Set.of("application/json");
  static final Set<String> JSON_OR_LINES =
      Set.of(
          "application/json",
          "application/x-ndjson",
          "application/ndjson",
          "application/jsonl",
          "application/x-jsonlines");

  private final Vertx vertx;
  private final Duration timeout;

  public BodyReader(Vertx vertx, Duration timeout) {
    this.vertx = vertx;
    this.timeout = timeout;
  }

  /**
   * Completes with the whole body.
   *
   * @param request paused, none of its body read
   * @param limit bytes
   * @param mediaTypes what is taken; a request without a content type is taken as JSON
   * @return fails with BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE or DEADLINE_EXCEEDED
   */
  public Future<Buffer> read(HttpServerRequest request, long limit, Set<String> mediaTypes) {
    PannierException refusal = refusal(request, limit, mediaTypes);
    if (refusal != null) {
      return Future.failedFuture(refusal);
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    long timer =
        vertx.setTimer(timeout.toMillis(), ignored -> give(request, whole, tooSlow(timeout)));
    request.handler(
        chunk -> {
          if (body.length() + (long) chunk.length() > limit) {
            give(request, whole, tooLarge(limit));
          } else {
            body.appendBuffer(chunk);
          }
        });
    request.exceptionHandler(whole::tryFail);
    request.endHandler(ignored -> whole.tryComplete(body));
    request.resume();
    Future<Buffer> read = whole.future().eventually(() -> cancel(timer));
    return encoded(request)
        ? read.compose(
            packed -> vertx.executeBlocking(() -> CompressedBody.unpack(packed, limit), false))
        : read;
  }

  private Future<Void> cancel(long timer) {
    vertx.cancelTimer(timer);
    return Future.succeededFuture();
  }

  private static void give(
      HttpServerRequest request, Promise<Buffer> whole, PannierException problem) {
    request.pause();
    request.handler(ignored -> {});
    whole.tryFail(problem);
  }

  private static @Nullable PannierException refusal(
      HttpServerRequest request, long limit, Set<String> mediaTypes) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type != null && !mediaTypes.contains(bare(type))) {
      return new PannierException(
          StandardErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "content type "
              + bare(type)
              + " is not taken here; send "
              + String.join(", ", mediaTypes));
    }
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity") && !encoded(request)) {
      return new PannierException(
          StandardErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "content encoding " + encoding + " is not taken; send gzip or none");
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && tooLong(length, limit)) {
      return tooLarge(limit);
    }
    return null;
  }

  private static boolean encoded(HttpServerRequest request) {
    return "gzip".equalsIgnoreCase(request.getHeader(HttpHeaders.CONTENT_ENCODING));
  }

  private static boolean tooLong(String length, long limit) {
    try {
      return Long.parseLong(length.trim()) > limit;
    } catch (NumberFormatException e) {
      return true;
    }
  }

  private static String bare(String type) {
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters)).trim().toLowerCase(Locale.ROOT);
  }

  static PannierException tooLarge(long limit) {
    return new PannierException(
        StandardErrorCode.BODY_TOO_LARGE,
        "the body is larger than " + limit + " bytes; send it in several requests");
  }

  private static PannierException tooSlow(Duration timeout) {
    return new PannierException(
        StandardErrorCode.DEADLINE_EXCEEDED,
        "the body was not complete after " + timeout.toMillis() + " ms; send smaller batches");
  }
}
