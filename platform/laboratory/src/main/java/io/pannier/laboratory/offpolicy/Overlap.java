package io.pannier.laboratory.offpolicy;

import java.util.List;

/**
 * How much a log can tell about a policy that did not write it.
 *
 * @param decisions n
 * @param effectiveSample (Σ w)² / Σ w²: about how many decisions of the evaluated policy itself the
 *     log is worth (Kong 1992); 0 when all weights are 0
 * @param meanWeight w̄, whose expectation is 1 where μ chooses everything that π may choose
 * @param meanWeightError standard error of w̄
 * @param largestWeight max w
 * @param clippedShare share of the decisions whose weight was lowered to the clip
 * @param clippedWeight mean of what was cut off the weights. For rewards from 0 to 1 it bounds what
 *     clipping takes off {@link Estimator#IPW}, and what it may add to or take off {@link
 *     Estimator#DR} with a model between 0 and 1
 */
public record Overlap(
    int decisions,
    double effectiveSample,
    double meanWeight,
    double meanWeightError,
    double largestWeight,
    double clippedShare,
    double clippedWeight) {

  /**
   * Measures a log.
   *
   * @param maxWeight the clip; {@link Double#POSITIVE_INFINITY} for none. The effective sample is
   *     that of the clipped weights, all other figures those of the true ones
   */
  static Overlap of(List<LoggedDecision> log, double maxWeight) {
    double[] weights = new double[log.size()];
    double sum = 0;
    double squares = 0;
    double cut = 0;
    int clipped = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = log.get(i).weight();
      double w = Math.min(weights[i], maxWeight);
      sum += w;
      squares += w * w;
      cut += weights[i] - w;
      clipped += weights[i] > maxWeight ? 1 : 0;
    }
    Moments moments = Moments.of(weights);
    return new Overlap(
        weights.length,
        squares == 0 ? 0 : sum * sum / squares,
        moments.mean(),
        moments.standardError(),
        moments.max(),
        (double) clipped / weights.length,
        cut / weights.length);
  }

  /**
   * The share of the evaluated policy's choices that the log never shows, 1 − w̄, at least 0. An
   * estimate itself: where overlap is thin, w̄ is usually below 1 and rarely far above.
   */
  public double outsideSupport() {
    return Math.max(0, 1 - meanWeight);
  }
}
