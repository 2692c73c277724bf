package io.pannier.plugins.ppo;

/** Something to act in, one step at a time. */
interface Environment {
  /** Length of an observation. */
  int observationLength();

  /** Begins an episode and returns its first observation; equal seeds begin equally. */
  double[] reset(long seed);

  /** Acts. After an episode has ended, {@link #reset} comes first. */
  Step step(int[] action);

  /**
   * What an action led to.
   *
   * @param observation after it, a new array
   * @param terminated the episode is over, and nothing can be earned any more
   * @param truncated the episode was cut off at its time limit, although more could be earned; both
   *     may hold
   */
  record Step(double[] observation, double reward, boolean terminated, boolean truncated) {}
}
