package io.pannier.laboratory.experiment;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/**
 * An interval that holds at every moment at once, so that looking early and often is safe: the
 * asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform
 * central limit theory and asymptotic confidence sequences" (Annals of Statistics, 2024):
 *
 * <pre>{@code estimate ± σ √( 2 (tρ² + 1) / (t²ρ²) · ln( √(tρ² + 1) / α ) )}</pre>
 *
 * with t visitors and ρ² = (−2 ln α + ln(−2 ln α + 1)) / t₀, which makes the interval narrowest, by
 * its own measure, at t₀ = {@value #NARROWEST_AT} of them. It is wider than one that may be looked
 * at once only, by half or so.
 *
 * @param estimate in the middle
 * @param lower may be infinite where too little is known
 * @param upper may be infinite
 */
public record AnytimeInterval(double estimate, double lower, double upper) {
  /** Visitors, fixed beforehand. */
  static final double NARROWEST_AT = 2_000;

  /** Before that many the central limit theorem says nothing yet. */
  static final long LEAST_VISITORS = 30;

  /** Of the amount per session of one arm. */
  public static AnytimeInterval of(RatioSums arm, double confidence) {
    if (arm.visitors() < LEAST_VISITORS) {
      return unknown(arm.ratio());
    }
    return around(
        arm.ratio(), arm.variance() / arm.visitors(), (double) arm.visitors(), confidence);
  }

  /** Of how much more an arm brings per session than another one. */
  public static AnytimeInterval ofDifference(RatioSums arm, RatioSums other, double confidence) {
    double difference = arm.ratio() - other.ratio();
    if (Math.min(arm.visitors(), other.visitors()) < LEAST_VISITORS) {
      return unknown(difference);
    }
    double squaredError = arm.variance() / arm.visitors() + other.variance() / other.visitors();
    double all = (double) arm.visitors() + other.visitors();
    return around(difference, squaredError, all, confidence);
  }

  private static AnytimeInterval unknown(double estimate) {
    return new AnytimeInterval(estimate, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /**
   * @param squaredError of the estimate, σ² / t
   */
  private static AnytimeInterval around(
      double estimate, double squaredError, double t, double confidence) {
    double half = Math.sqrt(squaredError) * factor(t, confidence);
    return new AnytimeInterval(estimate, estimate - half, estimate + half);
  }

  /** What a standard error is multiplied with; an interval for one look would have 1.96. */
  static double factor(double t, double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new PannierException(
          StandardErrorCode.FIELD_INVALID,
          "confidence " + confidence + ": expected a number between 0 and 1");
    }
    double alpha = 1 - confidence;
    double logs = -2 * Math.log(alpha);
    double rho2 = (logs + Math.log(logs + 1)) / NARROWEST_AT;
    double mixed = t * rho2 + 1;
    return Math.sqrt(2 * mixed / (t * rho2) * Math.log(Math.sqrt(mixed) / alpha));
  }
}
