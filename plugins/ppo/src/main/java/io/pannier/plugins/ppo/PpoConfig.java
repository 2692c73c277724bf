package io.pannier.plugins.ppo;

/**
 * How PPO learns.
 *
 * @param environments that are played side by side
 * @param steps of each environment between two updates
 * @param epochs over the collected steps in an update
 * @param minibatches that an epoch is cut into
 * @param learningRate at the start; it falls linearly to 0 over the training
 * @param discount γ
 * @param lambda λ of the advantage estimate
 * @param clip ε of the policy's ratio, and of the value where values are clipped
 * @param clipValue whether the value may move by {@code clip} only in an update
 * @param entropyWeight of the bonus for entropy
 * @param valueWeight of the critic's loss
 * @param maxGradientNorm of policy and critic together
 * @param targetKl an update ends after the epoch in which the policy moved further than this;
 *     {@link Double#POSITIVE_INFINITY} for never
 */
record PpoConfig(
    int environments,
    int steps,
    int epochs,
    int minibatches,
    double learningRate,
    double discount,
    double lambda,
    double clip,
    boolean clipValue,
    double entropyWeight,
    double valueWeight,
    double maxGradientNorm,
    double targetKl) {
  /** The values that Huang et al. (2022) use for classic control, with a KL stop. */
  static final PpoConfig CLASSIC_CONTROL =
      new PpoConfig(4, 128, 4, 4, 2.5e-4, 0.99, 0.95, 0.2, true, 0.01, 0.5, 0.5, 0.02);

  int batch() {
    return environments * steps;
  }
}
