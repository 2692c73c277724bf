package io.pannier.plugins.ppo;

/**
 * Something to act in, one step at a time.
 *
 * @param <O> what is observed
 */
interface Environment<O> {
  /** Begins an episode and returns its first observation; equal seeds begin equally. */
  O reset(long seed);

  /** Acts. After an episode has ended, {@link #reset} comes first. */
  Step<O> step(int[] action);

  /**
   * What an action led to.
   *
   * @param <O> what is observed
   * @param observation after it, a new object
   * @param terminated the episode is over, and nothing can be earned any more
   * @param truncated the episode was cut off at its time limit, although more could be earned; both
   *     may hold
   */
  record Step<O>(O observation, double reward, boolean terminated, boolean truncated) {}
}
