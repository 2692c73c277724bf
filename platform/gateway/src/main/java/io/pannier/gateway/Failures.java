package io.pannier.gateway;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.eventbus.ReplyException;
import java.util.HashMap;
import java.util.Map;

/** Turns whatever went wrong into a {@link PannierException} that may be told to a caller. */
final class Failures {
  private static final Map<Integer, StandardErrorCode> BY_NUMBER = new HashMap<>();

  static {
    for (StandardErrorCode code : StandardErrorCode.values()) {
      BY_NUMBER.put(code.number(), code);
    }
  }

  private Failures() {}

  /**
   * The failure as it may be told: a stage that answers with {@code Message.fail(code.number(),
   * text)} keeps its code, a stage that does not answer is overload, anything else is a defect whose
   * text stays inside.
   */
  static PannierException tellable(Throwable cause) {
    return switch (cause) {
      case PannierException known -> known;
      case ReplyException reply -> ofReply(reply);
      default ->
          new PannierException(
              StandardErrorCode.INTERNAL_ERROR,
              "something broke inside; the log of the installation has the cause",
              cause);
    };
  }

  private static PannierException ofReply(ReplyException reply) {
    return switch (reply.failureType()) {
      case TIMEOUT ->
          new PannierException(
              StandardErrorCode.DEADLINE_EXCEEDED,
              "the answer did not come in time; send the same request again",
              reply);
      case NO_HANDLERS ->
          new PannierException(
              StandardErrorCode.OVERLOADED,
              "the installation is starting or stopping; try again in a moment",
              reply);
      case RECIPIENT_FAILURE, ERROR -> {
        StandardErrorCode code = BY_NUMBER.get(reply.failureCode());
        String text = reply.getMessage();
        yield code == null
            ? new PannierException(
                StandardErrorCode.INTERNAL_ERROR,
                "something broke inside; the log of the installation has the cause",
                reply)
            : new PannierException(code, text == null ? code.name() : text, reply);
      }
    };
  }
}
