package io.pannier.plugins.ppo;

/**
 * Generalized advantage estimation: Schulman et al., "High-dimensional continuous control using
 * generalized advantage estimation" (2016), eq. 16, for one environment's steps in order.
 *
 * <pre>{@code
 * δ(t) = r(t) + γ V(s(t+1)) − V(s(t))    V(s(t+1)) = 0 only where the episode terminated
 * A(t) = δ(t) + γ λ A(t+1)               A(t+1) = 0 where the episode ended in either way
 * }</pre>
 *
 * An episode that was cut off at its time limit goes on earning in truth; taking the value behind
 * it for 0 teaches the critic that every state may be the last.
 */
final class Advantages {
  private Advantages() {}

  /**
   * Fills {@code advantages}.
   *
   * @param next V(s(t+1)) of the state that the step led to: 0 where it terminated, the value of
   *     the last observation (not of the next episode's first) where it was truncated
   * @param ended whether an episode ended with the step
   */
  static void fill(
      double[] rewards,
      double[] values,
      double[] next,
      boolean[] ended,
      double discount,
      double lambda,
      double[] advantages) {
    double following = 0;
    for (int t = rewards.length - 1; t >= 0; t--) {
      double delta = rewards[t] + discount * next[t] - values[t];
      following = delta + (ended[t] ? 0 : discount * lambda * following);
      advantages[t] = following;
    }
  }
}
