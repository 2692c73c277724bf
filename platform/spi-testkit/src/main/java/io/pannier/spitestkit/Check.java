package io.pannier.spitestkit;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Assertions of the contract checks; they need no test library where the platform runs them. */
final class Check {
  private Check() {}

  /** Takes {@link String#format} patterns; the annotation that says so would be a dependency. */
  @SuppressWarnings("AnnotateFormatMethod")
  static void that(boolean condition, String message, @Nullable Object... arguments) {
    if (!condition) {
      throw new AssertionError(String.format(Locale.ROOT, message, arguments));
    }
  }

  /** That the body fails with this code. */
  static void fails(StandardErrorCode code, String what, ContractCheck.Body body) {
    try {
      body.run();
    } catch (PannierException e) {
      that(e.code() == code, "%s failed with %s, not with %s", what, e.code().name(), code);
      return;
    } catch (Throwable e) {
      throw new AssertionError(what + " threw " + e + "; expected " + code, e);
    }
    throw new AssertionError(what + " succeeded; expected " + code);
  }
}
