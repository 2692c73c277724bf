package io.pannier.plugins.popularity;

import io.pannier.spi.StrategyConfig;
import java.util.Map;

/**
 * What can be set.
 *
 * @param refreshMillis least time between the beginnings of two rankings with the same weights
 * @param slice most products that one call looks at to rank the catalogue
 * @param depth how many products a ranking keeps at first; it grows with what is asked
 * @param rankings how many rankings are kept, one for each set of weights
 * @param dismissalHalfLifeHours age at which half of a dismissed product's score is back
 */
record PopularityConfig(
    int refreshMillis, int slice, int depth, int rankings, double dismissalHalfLifeHours) {
  static final Map<String, String> PARAMETERS =
      Map.of(
          "refresh-millis", "least time between two rankings, 0 to 3600000 (1000)",
          "slice", "most products that a call looks at for ranking, 100 to 100000 (10000)",
          "depth", "products that a ranking keeps, 16 to 1000000 (1024)",
          "rankings", "sets of weights whose rankings are kept, 1 to 64 (16)",
          "dismissal-half-life-hours",
              "age at which half of a dismissed product's score is back (24)");

  static final PopularityConfig DEFAULTS = of(StrategyConfig.DEFAULTS);

  static PopularityConfig of(StrategyConfig config) {
    return new PopularityConfig(
        config.integer("refresh-millis", 1_000, 0, 3_600_000),
        config.integer("slice", 10_000, 100, 100_000),
        config.integer("depth", 1_024, 16, 1_000_000),
        config.integer("rankings", 16, 1, 64),
        config.number("dismissal-half-life-hours", 24, 1e-3, 1e6));
  }
}
