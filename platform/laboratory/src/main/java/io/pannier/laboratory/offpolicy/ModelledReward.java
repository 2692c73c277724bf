package io.pannier.laboratory.offpolicy;

/**
 * What a reward model says of one decision, before its reward was known to the model.
 *
 * <p>For {@link Estimator#DR} the model must not have been fitted on the decision itself; fit on
 * one part of the log and predict the other ({@link ActionMeans} does), or the standard error is
 * too small.
 *
 * @param logged q(x, a) of the action that was logged
 * @param expected Σ π(a|x) q(x, a): the mean reward that the model expects of the evaluated policy
 */
public record ModelledReward(double logged, double expected) {
  public ModelledReward {
    if (!Double.isFinite(logged) || !Double.isFinite(expected)) {
      throw LoggedDecision.invalid(
          "modelled rewards are " + logged + " and " + expected + "; expected finite numbers");
    }
  }
}
