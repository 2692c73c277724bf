package io.pannier.laboratory.simulator;

/**
 * Something to act in, one step at a time: the interface of Gymnasium, with the reward in parts.
 *
 * @param <S> what is observed
 * @param <A> what is done
 */
public interface Environment<S, A> {
  /** Begins an episode and returns its first state; equal seeds and actions go equally. */
  S reset(long seed);

  /**
   * Acts. After an episode has ended, {@link #reset} comes first.
   *
   * @throws IllegalStateException if the episode has ended
   * @throws IllegalArgumentException if that cannot be done now
   */
  Step<S> step(A action);

  /**
   * What an action led to.
   *
   * @param <S> what is observed
   * @param terminated the episode is over, and nothing can be earned any more
   * @param truncated the episode was cut off although more could be earned
   */
  record Step<S>(S state, Reward reward, boolean terminated, boolean truncated) {}

  /**
   * What an action earned.
   *
   * @param clicks bundles clicked
   * @param accepted place of the bundle that was bought, -1 for none
   * @param revenue price of what was bought, minor units
   * @param margin revenue less cost, minor units
   */
  record Reward(int clicks, int accepted, long revenue, long margin) {}
}
