package io.pannier.app.guard;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.time.Duration;

/**
 * When an arm of a placement is taken out of traffic.
 *
 * @param interval between two looks; zero for no guardrails
 * @param window of the newest decisions that are looked at
 * @param leastDecisions of an arm, before its speed and its failures say anything
 * @param degraded how much larger than the control's the share of degraded answers may be, 0 to 1
 * @param slower how many times the control's 99th percentile of the time to compose may be
 */
public record GuardrailConfig(
    Duration interval, Duration window, int leastDecisions, double degraded, double slower) {
  public GuardrailConfig {
    boolean times = !interval.isNegative() && !window.isNegative() && !window.isZero();
    if (!times || leastDecisions < 1 || !(degraded >= 0) || !(slower >= 1)) {
      throw new PannierException(
          StandardErrorCode.CONFIG_INVALID,
          "interval must be ≥ 0, window positive, least-decisions ≥ 1, degraded ≥ 0, slower ≥ 1");
    }
  }

  public static GuardrailConfig defaults() {
    return new GuardrailConfig(Duration.ofSeconds(10), Duration.ofMinutes(10), 200, 0.1, 4);
  }
}
