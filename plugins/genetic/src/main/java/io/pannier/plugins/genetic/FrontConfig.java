package io.pannier.plugins.genetic;

import io.pannier.spi.StrategyConfig;

/**
 * How {@code front} searches.
 *
 * @param population of NSGA-II, even
 * @param archive most bundles of a front
 * @param seeds bundles of the first population that are local optima under random weights
 */
record FrontConfig(int population, int archive, int seeds) {
  static final FrontConfig DEFAULTS = new FrontConfig(64, 200, 24);

  static FrontConfig of(StrategyConfig config) {
    return new FrontConfig(
        2 * config.integer("front-pairs", DEFAULTS.population / 2, 2, 512),
        config.integer("front-archive", DEFAULTS.archive, 4, 2048),
        config.integer("front-seeds", DEFAULTS.seeds, 1, 512));
  }
}
