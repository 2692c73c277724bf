package io.pannier.laboratory.offpolicy;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How an interval is put around the mean of n independent contributions.
 *
 * <p>{@link #SKEWNESS_CORRECTED} is the default for intervals. Weighted rewards are skewed, the
 * more the rarer the reward and the poorer the overlap: the normal interval then misses on one side
 * far more often than it says. The correction has the accuracy of the studentized bootstrap (error
 * O(1/n) on each side instead of O(1/√n)) without resampling, and so gives equal logs equal
 * verdicts.
 *
 * <p>{@link #CAUTIOUS} is the default of the gate. The difference of two policies may have its long
 * tail on the lower side; a log that happens to hold nothing of that tail has the opposite
 * skewness, and the correction then moves the lower bound up when it should stay. {@link
 * #EMPIRICAL_BERNSTEIN} promises coverage for every n, and pays with intervals several times as
 * wide. {@code CoverageTest} and {@code PromotionGateTest} measure them; the README shows the
 * figures.
 */
public enum ConfidenceMethod {
  /** Mean ± z s/√n. */
  NORMAL,
  /**
   * Peter Hall, "On the removal of skewness by transformation" (JRSS B, 1992): with W = (z̄ − V)/s
   * and the sample skewness g, the monotone cubic
   *
   * <pre>{@code T(W) = W + g W²/3 + g² W³/27 + g/(6n)}</pre>
   *
   * is closer to normal than W; it is inverted in closed form.
   */
  SKEWNESS_CORRECTED,
  /** On each side the outer one of {@link #NORMAL} and {@link #SKEWNESS_CORRECTED}. */
  CAUTIOUS,
  /**
   * Maurer and Pontil, "Empirical Bernstein bounds and sample variance penalization" (2009),
   * theorem 4, on each side: mean ± (s √(2 ln(2/δ)/n) + 7 R ln(2/δ) / (3(n − 1))), R being the
   * range of the contributions. R is taken from the contributions seen, so that it is exact for
   * clipped weights and an approximation for others, whose largest may not have been seen.
   */
  EMPIRICAL_BERNSTEIN;

  private static final NormalDistribution NORMAL_LAW = NormalDistribution.of(0, 1);

  /** Below it a skewness is numerically none, and the closed form divides by it. */
  private static final double LEAST_SKEWNESS = 1e-6;

  /**
   * A one-sided bound.
   *
   * @param moments of the contributions
   * @param confidence with which the mean lies on the bound's other side, in (0.5, 1)
   */
  double lower(Moments moments, double confidence) {
    return bound(moments, confidence, -1);
  }

  /** As {@link #lower}, from above. */
  double upper(Moments moments, double confidence) {
    return bound(moments, confidence, 1);
  }

  private double bound(Moments m, double confidence, int side) {
    if (m.deviation() == 0) {
      return m.mean();
    }
    double n = m.count();
    double z = NORMAL_LAW.inverseCumulativeProbability(confidence);
    return switch (this) {
      case NORMAL -> m.mean() + side * z * m.deviation() / Math.sqrt(n);
      case SKEWNESS_CORRECTED ->
          m.mean() - m.deviation() * inverse(-side * z / Math.sqrt(n), m.skewness(), n);
      case CAUTIOUS -> {
        double normal = NORMAL.bound(m, confidence, side);
        double corrected = SKEWNESS_CORRECTED.bound(m, confidence, side);
        yield side < 0 ? Math.min(normal, corrected) : Math.max(normal, corrected);
      }
      case EMPIRICAL_BERNSTEIN -> {
        double logTerm = Math.log(2 / (1 - confidence));
        yield m.mean()
            + side
                * (m.deviation() * Math.sqrt(2 * logTerm / n)
                    + 7 * (m.max() - m.min()) * logTerm / (3 * (n - 1)));
      }
    };
  }

  private static double inverse(double y, double skewness, double n) {
    if (Math.abs(skewness) < LEAST_SKEWNESS) {
      return y;
    }
    double inner = 1 + skewness * (y - skewness / (6 * n));
    return 3 / skewness * (Math.cbrt(inner) - 1);
  }
}
