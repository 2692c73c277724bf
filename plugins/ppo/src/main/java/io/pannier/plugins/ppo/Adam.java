package io.pannier.plugins.ppo;

/**
 * Gradient descent with adaptive moments: Kingma and Ba, "Adam" (2015), algorithm 1, with the ε of
 * 1e-5 that implementations of PPO use (detail 3 of Huang et al. 2022).
 */
final class Adam {
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-5;

  private final double[] first;
  private final double[] second;
  private double power1 = 1;
  private double power2 = 1;

  /**
   * @param size number of parameters
   */
  Adam(int size) {
    first = new double[size];
    second = new double[size];
  }

  /**
   * Moves parameters against the gradient.
   *
   * @param scale what the gradient is multiplied by first, for clipping its norm
   */
  void step(double[] parameters, double[] gradient, double scale, double learningRate) {
    power1 *= BETA_1;
    power2 *= BETA_2;
    double rate = learningRate / (1 - power1);
    double correction = 1 / (1 - power2);
    for (int i = 0; i < parameters.length; i++) {
      double g = gradient[i] * scale;
      first[i] = BETA_1 * first[i] + (1 - BETA_1) * g;
      second[i] = BETA_2 * second[i] + (1 - BETA_2) * g * g;
      parameters[i] -= rate * first[i] / (Math.sqrt(second[i] * correction) + EPSILON);
    }
  }
}
