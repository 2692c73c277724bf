package io.pannier.plugins.ppo;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A distribution over actions given an observation, with parameters to learn.
 *
 * @param <O> what is observed
 */
interface Policy<O> {
  /** All that it learns with; their gradients count as one vector. */
  List<Trainable> parts();

  /**
   * Draws an action.
   *
   * @return the action; its meaning is the policy's
   */
  int[] sample(O observation, RandomGenerator random);

  /** The log-probability and entropy of an action, remembered for {@link #backward}. */
  Evaluation evaluate(O observation, int[] action);

  /**
   * Adds the gradient of {@code logProbability × Δ log π + entropy × Δ H} at the action that was
   * evaluated last.
   */
  void backward(double logProbability, double entropy);

  /**
   * What a policy says of an action.
   *
   * @param logProbability natural logarithm of the action's exact probability
   * @param entropy of the distribution that it was drawn from, in nats
   */
  record Evaluation(double logProbability, double entropy) {}
}
