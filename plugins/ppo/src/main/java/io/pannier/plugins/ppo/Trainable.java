package io.pannier.plugins.ppo;

/** Parameters in one vector, with the sum of their gradients since it was last cleared. */
interface Trainable {
  /** All parameters; writing to it changes what they belong to. */
  double[] parameters();

  /** In the order of {@link #parameters}. */
  double[] gradient();

  /** Sets the gradient to zero. */
  void clearGradient();
}
