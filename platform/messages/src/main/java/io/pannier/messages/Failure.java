package io.pannier.messages;

import io.pannier.spi.ErrorCode;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.HashMap;
import java.util.Map;

/**
 * How a stage answers that it failed: the bus carries a number and a message, and the number is the
 * error code's. Only {@link StandardErrorCode}s cross the bus.
 */
public final class Failure {
  private static final Map<Integer, ErrorCode> CODES = new HashMap<>();

  static {
    for (StandardErrorCode code : StandardErrorCode.values()) {
      CODES.put(code.number(), code);
    }
  }

  private Failure() {}

  /** Answers the message with a failure: {@link PannierException}s keep code and message. */
  public static void reply(io.vertx.core.eventbus.Message<?> message, Throwable cause) {
    PannierException failure = of(cause);
    message.fail(failure.code().number(), String.valueOf(failure.getMessage()));
  }

  /**
   * What went wrong, whether it was thrown here or came back over the bus: a reply that did not
   * come in time is {@code DEADLINE_EXCEEDED}, a stage that is not there is {@code OVERLOADED}, and
   * whatever nobody foresaw is {@code INTERNAL_ERROR} without its text, which might tell too much.
   */
  public static PannierException of(Throwable cause) {
    if (cause instanceof PannierException known) {
      return known;
    }
    if (cause instanceof ReplyException reply) {
      String message = String.valueOf(reply.getMessage());
      ErrorCode code =
          reply.failureType() == ReplyFailure.TIMEOUT
              ? StandardErrorCode.DEADLINE_EXCEEDED
              : reply.failureType() == ReplyFailure.NO_HANDLERS
                  ? StandardErrorCode.OVERLOADED
                  : CODES.get(reply.failureCode());
      if (code != null) {
        return new PannierException(code, message, cause);
      }
    }
    return new PannierException(
        StandardErrorCode.INTERNAL_ERROR, "an unexpected error; see the log", cause);
  }
}
