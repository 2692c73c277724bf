package io.pannier.laboratory.offpolicy;

import static io.pannier.spi.StandardErrorCode.CONFIG_INVALID;

import io.pannier.spi.PannierException;

/**
 * What a candidate must show before it is promoted.
 *
 * @param estimator {@link Estimator#SNIPW} or, where every decision has a model's word, {@link
 *     Estimator#DR}. {@link Estimator#DM} is refused: its bound does not cover its model's error
 * @param method of the bound
 * @param confidence that the candidate is better, one-sided, in (0.5, 1)
 * @param margin by how much it must be better, in units of the reward, ≥ 0
 * @param minDecisions fewest decisions in the log, ≥ 2
 * @param minOutcomes fewest decisions whose reward is not the most common one, ≥ 1: with few clicks
 *     in a log no bound on a difference holds what it promises
 * @param minEffectiveSample fewest decisions that the log must be worth, of the candidate and of
 *     the incumbent, ≥ 1
 * @param maxOutsideSupport largest share of the candidate's choices that the log may never show, 0
 *     to 1
 */
public record GateConfig(
    Estimator estimator,
    ConfidenceMethod method,
    double confidence,
    double margin,
    int minDecisions,
    int minOutcomes,
    double minEffectiveSample,
    double maxOutsideSupport) {
  /** Self-normalised weights, 95 %, and floors below which the measured bounds do not hold. */
  public static final GateConfig DEFAULT =
      new GateConfig(Estimator.SNIPW, ConfidenceMethod.CAUTIOUS, 0.95, 0, 1_000, 100, 300, 0.1);

  public GateConfig {
    if (estimator == Estimator.DM) {
      throw invalid("estimator DM has no bound that covers its model's error; use SNIPW or DR");
    }
    if (!(confidence > 0.5 && confidence < 1) || !(margin >= 0 && Double.isFinite(margin))) {
      throw invalid("confidence must lie between 0.5 and 1, and margin must be ≥ 0");
    }
    if (minDecisions < 2 || minOutcomes < 1 || !(minEffectiveSample >= 1)) {
      throw invalid("min-decisions must be ≥ 2, min-outcomes ≥ 1 and min-effective-sample ≥ 1");
    }
    if (!(maxOutsideSupport >= 0 && maxOutsideSupport <= 1)) {
      throw invalid("max-outside-support must lie from 0 to 1");
    }
  }

  public GateConfig withEstimator(Estimator other) {
    return new GateConfig(
        other,
        method,
        confidence,
        margin,
        minDecisions,
        minOutcomes,
        minEffectiveSample,
        maxOutsideSupport);
  }

  private static PannierException invalid(String what) {
    return new PannierException(CONFIG_INVALID, "promotion gate: " + what);
  }
}
