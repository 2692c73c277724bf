package io.pannier.plugins.genetic;

import io.pannier.spi.StrategyConfig;

/**
 * How {@code compose} searches.
 *
 * @param population local optima kept
 * @param patience children in a row without a better best bundle before the search ends early
 * @param diversityPenalty share of its utility that an alternative loses in the choice for an
 *     answer when all its items are shared with a bundle already chosen
 * @param rejections forbidden bundles reported at the most
 */
record ComposeConfig(int population, int patience, double diversityPenalty, int rejections) {
  static final ComposeConfig DEFAULTS = new ComposeConfig(16, 400, 0.3, 3);

  static ComposeConfig of(StrategyConfig config) {
    return new ComposeConfig(
        config.integer("population", DEFAULTS.population, 4, 256),
        config.integer("patience", DEFAULTS.patience, 1, Integer.MAX_VALUE),
        config.number("diversity-penalty", DEFAULTS.diversityPenalty, 0, 1),
        config.integer("rejections", DEFAULTS.rejections, 0, 9));
  }
}
