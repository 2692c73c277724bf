package io.pannier.pluginhost;

/**
 * What a slot's strategy answered.
 *
 * @param strategy which version answered
 * @param value the answer
 */
public record Answer<R>(StrategyHandle strategy, R value) {}
