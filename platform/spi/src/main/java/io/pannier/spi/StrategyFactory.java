package io.pannier.spi;

/**
 * Makes a strategy. A plugin names its factories in {@code
 * META-INF/services/io.pannier.spi.StrategyFactory}; each has a public constructor without
 * parameters.
 */
public interface StrategyFactory {
  StrategyDescriptor descriptor();

  /**
   * Makes an instance for one shop.
   *
   * @throws PannierException {@code STRATEGY_CONFIG_INVALID} naming the key, the value and what was
   *     expected
   */
  Strategy create(StrategyConfig config, StrategyContext context);
}
