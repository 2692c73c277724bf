package io.pannier.pluginhost;

/**
 * What a slot's strategy answered.
 *
 * @param strategy which version answered
 * @param model id of the model file that it was made with; empty for none
 * @param value the answer
 */
public record Answer<R>(StrategyHandle strategy, String model, R value) {
  /** {@code name@version}, followed by a space and the model's id where there is one. */
  public String by() {
    return by(strategy.id(), model);
  }

  /** As {@link #by()}. */
  public static String by(String strategy, String model) {
    return model.isEmpty() ? strategy : strategy + " " + model;
  }
}
