package io.pannier.console;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells how a strategy of a shop is doing in this process. */
@FunctionalInterface
public interface StrategyHealth {
  Health of(int shop, String strategy);

  /** Whether it answers. */
  enum State {
    /** It answers. */
    READY,
    /** It is installed, and the shop has not asked for it since the start. */
    IDLE,
    /** It is being made, or brought up to date. */
    PREPARING,
    /** It failed too often and is left alone for a while. */
    QUARANTINED,
    /** No version of it is installed. */
    ABSENT;

    /** As it is told. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param calls since the start, of all shops
   * @param failures of these, and those that were never begun
   * @param p99Millis of the calls of the last minutes; NaN where there were none
   * @param lastFailure code of the newest; null where none failed
   * @param failedAt when that was
   */
  record Health(
      State state,
      long calls,
      long failures,
      double p99Millis,
      @Nullable String lastFailure,
      @Nullable Instant failedAt) {}
}
