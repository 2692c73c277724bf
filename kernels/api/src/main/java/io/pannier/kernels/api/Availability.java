package io.pannier.kernels.api;

import io.pannier.spi.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What a probe found.
 *
 * @param refusal null if the backend can run, else the code of why it cannot
 * @param explanation one sentence for people: what was found, or what is missing and how to mend it
 */
public record Availability(@Nullable ErrorCode refusal, String explanation) {
  public static Availability available(String explanation) {
    return new Availability(null, explanation);
  }

  public static Availability refused(ErrorCode code, String explanation) {
    return new Availability(code, explanation);
  }

  public boolean usable() {
    return refusal == null;
  }
}
