package io.pannier.pluginhost;

/**
 * What a slot's strategy answered.
 *
 * @param strategy which version answered
 * @param model id of the model file that it was made with; empty for none
 * @param value the answer
 */
public record Answer<R>(StrategyHandle strategy, String model, R value) {}
