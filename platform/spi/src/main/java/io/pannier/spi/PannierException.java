package io.pannier.spi;

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
}
