package io.pannier.app.guard;

import io.pannier.laboratory.experiment.AnytimeInterval;
import io.pannier.messages.Arm;
import io.pannier.store.ArmConduct;
import java.util.Locale;
import java.util.Optional;

/** Says whether an arm must go, and why, in words that the revision keeps. */
final class Verdicts {
  /** A bundle takes a fraction of a millisecond: below this nobody notices a multiple. */
  private static final double UNNOTICED_NANOS = 5e6;

  private static final double MILLION = 1e6;

  private Verdicts() {}

  /**
   * On how its answers were made.
   *
   * @param control the placement itself, in the same time
   */
  static Optional<String> conduct(ArmConduct arm, ArmConduct control, GuardrailConfig config) {
    if (Math.min(arm.decisions(), control.decisions()) < config.leastDecisions()) {
      return Optional.empty();
    }
    double degraded = share(arm);
    if (degraded > share(control) + config.degraded()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%.1f %% of its last %,d answers were degraded, of the control's %.1f %%",
              degraded * 100,
              arm.decisions(),
              share(control) * 100));
    }
    boolean slow = arm.p99Nanos() > config.slower() * control.p99Nanos();
    if (slow && arm.p99Nanos() > UNNOTICED_NANOS) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "its 99th percentile is %.1f ms over its last %,d answers, the control's %.1f ms",
              arm.p99Nanos() / MILLION,
              arm.decisions(),
              control.p99Nanos() / MILLION));
    }
    return Optional.empty();
  }

  /**
   * On what it brings. A hold-out is there to bring less.
   *
   * @param difference of margin per session to the control
   */
  static Optional<String> margin(Arm arm, AnytimeInterval difference, double unit) {
    return arm.offers() && difference.upper() < 0
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "its margin per session is below the control's by %.3f to %.3f",
                -difference.upper() / unit,
                -difference.lower() / unit))
        : Optional.empty();
  }

  private static double share(ArmConduct arm) {
    return (double) arm.degraded() / arm.decisions();
  }
}
