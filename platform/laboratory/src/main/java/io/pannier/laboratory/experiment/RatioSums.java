package io.pannier.laboratory.experiment;

/**
 * Sums over visitors, of whom each had n sessions and brought an amount y: all that the ratio Σy /
 * Σn, an amount per session, needs.
 *
 * @param visitors count
 * @param sessions Σ n
 * @param squaredSessions Σ n²
 * @param amount Σ y
 * @param squaredAmount Σ y²
 * @param product Σ y · n
 */
public record RatioSums(
    long visitors,
    double sessions,
    double squaredSessions,
    double amount,
    double squaredAmount,
    double product) {

  /** The amount per session; 0 without one. */
  public double ratio() {
    return sessions > 0 ? amount / sessions : 0;
  }

  /**
   * Variance of one visitor's part in the ratio, (y − ratio · n) / mean n, by the delta method: the
   * sessions of a visitor are not independent, so that visitors are what is counted.
   */
  public double variance() {
    if (visitors < 2 || sessions <= 0) {
      return 0;
    }
    double r = ratio();
    double residual = squaredAmount - 2 * r * product + r * r * squaredSessions;
    double mean = sessions / visitors;
    return Math.max(0, residual) / (visitors - 1) / (mean * mean);
  }
}
