package io.pannier.spi;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The one exception of the platform. Its message says what happened, to what, and what to do. */
public final class PannierException extends RuntimeException {
  private final transient ErrorCode code;

  public PannierException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public PannierException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }

  /**
   * The code of any failure, also of one wrapped by a future; {@code INTERNAL_ERROR} for others.
   */
  public static ErrorCode codeOf(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof PannierException known
        ? known.code()
        : StandardErrorCode.INTERNAL_ERROR;
  }
}
