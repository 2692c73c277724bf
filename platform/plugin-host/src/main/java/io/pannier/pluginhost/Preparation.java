package io.pannier.pluginhost;

import io.pannier.spi.Strategy;

/**
 * What the platform does with a strategy object before it answers its first call, for example
 * restoring a learner's snapshot. Runs on the instance's own thread, within the create timeout, for
 * the first object and for each fresh one after a quarantine.
 */
@FunctionalInterface
public interface Preparation {
  /** Leaves the strategy as its factory made it. */
  Preparation NONE = (strategy, generation, model) -> {};

  /**
   * @param generation 1 for the instance's first object, then one more for each fresh one
   * @param model id of the model file that it was made with; empty for none
   * @throws Exception to count as a failed creation, which is tried again after the back-off
   */
  void prepare(Strategy strategy, long generation, String model) throws Exception;
}
