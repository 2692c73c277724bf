package io.pannier.laboratory.offpolicy;

import static io.pannier.spi.StandardErrorCode.FIELD_INVALID;

import io.pannier.spi.PannierException;
import org.jspecify.annotations.Nullable;

/**
 * One decision of a logged policy μ, as the evaluation of another policy π needs it.
 *
 * @param reward what the decision earned; any finite number
 * @param propensity μ(a|x): with which probability the logged action was chosen, in (0, 1]
 * @param target π(a|x): with which probability the evaluated policy would have chosen the same
 *     action, 0 to 1
 * @param model what a reward model says, or null where there is none
 */
public record LoggedDecision(
    double reward, double propensity, double target, @Nullable ModelledReward model) {
  /**
   * @throws PannierException {@code FIELD_INVALID} if a figure is out of its range or no number
   */
  public LoggedDecision {
    if (!Double.isFinite(reward)) {
      throw invalid("reward is " + reward + "; expected a finite number");
    }
    if (!(propensity > 0 && propensity <= 1)) {
      throw invalid(
          "propensity is "
              + propensity
              + "; expected above 0 and at most 1. A decision of a deterministic or unknown policy"
              + " must be left out of off-policy estimates");
    }
    if (!(target >= 0 && target <= 1)) {
      throw invalid(
          "the evaluated policy's probability is " + target + "; expected a number from 0 to 1");
    }
  }

  /** A decision without a reward model. */
  public LoggedDecision(double reward, double propensity, double target) {
    this(reward, propensity, target, null);
  }

  /** The importance weight w = π(a|x) / μ(a|x). */
  public double weight() {
    return target / propensity;
  }

  static PannierException invalid(String what) {
    return new PannierException(FIELD_INVALID, "off-policy log: " + what);
  }
}
