package io.pannier.laboratory.offpolicy;

import java.util.List;

/**
 * The estimated mean reward of a policy that did not write the log.
 *
 * @param value the estimate, in units of the reward
 * @param standardError of the value, for independent decisions
 * @param lower end of the two-sided interval
 * @param upper end of the two-sided interval
 * @param confidence of the interval
 * @param singleOutcome true when every decision contributed the same, for example because nobody
 *     ever clicked: the interval is then the value itself and means nothing
 */
public record Estimate(
    Estimator estimator,
    double value,
    double standardError,
    double lower,
    double upper,
    double confidence,
    boolean singleOutcome,
    Overlap overlap) {

  /**
   * Estimates from a log of independent decisions. Where one shopper makes many of them, give one
   * decision a shopper, or the interval is too narrow.
   *
   * @param log at least two decisions
   * @throws io.pannier.spi.PannierException {@code FIELD_INVALID} for a log of fewer than two
   *     decisions, one without a model where the estimator needs it, or, for {@link
   *     Estimator#SNIPW}, one that holds no action of the evaluated policy
   */
  public static Estimate of(
      List<LoggedDecision> log, Estimator estimator, EstimateOptions options) {
    requireDecisions(log);
    Moments moments = Moments.of(estimator.contributions(log, options.maxWeight()));
    double oneSided = 1 - (1 - options.confidence()) / 2;
    return new Estimate(
        estimator,
        moments.mean(),
        moments.standardError(),
        options.method().lower(moments, oneSided),
        options.method().upper(moments, oneSided),
        options.confidence(),
        moments.deviation() == 0,
        Overlap.of(log, options.maxWeight()));
  }

  static void requireDecisions(List<LoggedDecision> log) {
    if (log.size() < 2) {
      throw LoggedDecision.invalid(
          log.size()
              + " decisions; an estimate with an interval needs at least two, and a useful one"
              + " hundreds. Collect decisions with logged propensities");
    }
  }
}
