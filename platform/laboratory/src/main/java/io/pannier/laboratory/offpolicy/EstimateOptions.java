package io.pannier.laboratory.offpolicy;

import static io.pannier.spi.StandardErrorCode.CONFIG_INVALID;

import io.pannier.spi.PannierException;

/**
 * How an estimate is made.
 *
 * @param method of the interval
 * @param confidence of the two-sided interval, in (0, 1)
 * @param maxWeight clip of the weights, above 0; {@link Double#POSITIVE_INFINITY} for none. A clip
 *     trades variance for bias: with rewards ≥ 0 it makes {@link Estimator#IPW} too low by the mean
 *     of r (w − clip)⁺, which the interval does not cover ({@link Overlap#clippedWeight} bounds it)
 */
public record EstimateOptions(ConfidenceMethod method, double confidence, double maxWeight) {
  /** 95 %, corrected for skewness, weights as they are. */
  public static final EstimateOptions DEFAULT =
      new EstimateOptions(ConfidenceMethod.SKEWNESS_CORRECTED, 0.95, Double.POSITIVE_INFINITY);

  public EstimateOptions {
    if (!(confidence > 0 && confidence < 1) || !(maxWeight > 0)) {
      throw new PannierException(
          CONFIG_INVALID,
          "off-policy estimate: confidence "
              + confidence
              + " and max-weight "
              + maxWeight
              + "; expected a confidence between 0 and 1 and a clip above 0");
    }
  }

  public EstimateOptions withMethod(ConfidenceMethod other) {
    return new EstimateOptions(other, confidence, maxWeight);
  }

  public EstimateOptions withMaxWeight(double clip) {
    return new EstimateOptions(method, confidence, clip);
  }
}
