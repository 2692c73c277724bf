package io.pannier.laboratory.offpolicy;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How often a strategy in shadow, or an apprentice that learns from the incumbent, would have
 * chosen what the incumbent chose.
 *
 * @param decisions compared, ≥ 1
 * @param agreed of these
 * @param lower end of the interval, 0 to 1
 * @param upper end of the interval, 0 to 1
 * @param confidence of the two-sided interval
 */
public record Agreement(
    long decisions, long agreed, double lower, double upper, double confidence) {

  /**
   * With the score interval of Wilson (1927), which keeps its coverage near 0 and 1, where the
   * normal interval leaves the unit interval or shrinks to a point:
   *
   * <pre>{@code (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)}</pre>
   *
   * @throws io.pannier.spi.PannierException {@code FIELD_INVALID} if there is no decision, more
   *     agreed than were compared, or the confidence is not between 0 and 1
   */
  public static Agreement of(long agreed, long decisions, double confidence) {
    if (decisions < 1 || agreed < 0 || agreed > decisions || !(confidence > 0 && confidence < 1)) {
      throw LoggedDecision.invalid(
          agreed
              + " of "
              + decisions
              + " decisions agreed, at confidence "
              + confidence
              + "; expected 0 ≤ agreed ≤ decisions, at least one decision and a confidence between"
              + " 0 and 1");
    }
    double z = NormalDistribution.of(0, 1).inverseCumulativeProbability((1 + confidence) / 2);
    double n = decisions;
    double p = agreed / n;
    double centre = p + z * z / (2 * n);
    double half = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    double scale = 1 + z * z / n;
    return new Agreement(
        decisions,
        agreed,
        Math.max(0, (centre - half) / scale),
        Math.min(1, (centre + half) / scale),
        confidence);
  }

  /** The share that agreed. */
  public double share() {
    return (double) agreed / decisions;
  }
}
