package io.pannier.plugins.genetic;

import io.pannier.spi.Capability;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyContext;
import io.pannier.spi.StrategyDescriptor;
import io.pannier.spi.StrategyFactory;
import java.util.Map;
import java.util.Set;

/** Makes the strategy {@code genetic}. */
public final class GeneticStrategyFactory implements StrategyFactory {
  private static final StrategyDescriptor DESCRIPTOR =
      new StrategyDescriptor(
          "genetic",
          "Composes bundles by evolutionary search over items, quantities and discount.",
          Set.of(Capability.BUNDLING, Capability.PARETO_FRONT),
          Map.of(
              "population", "Local optima that compose keeps; 4 to 256.",
              "patience",
                  "Children in a row without a better best bundle before compose ends; from 1.",
              "diversity-penalty",
                  "Share of its utility that an alternative loses for full overlap; 0 to 1.",
              "rejections", "Forbidden bundles reported at the most; 0 to 9.",
              "front-pairs", "Half the population of NSGA-II; 2 to 512.",
              "front-archive", "Bundles of a Pareto front at the most; 4 to 2048.",
              "front-seeds", "Local optima in its first population; 1 to 512."));

  /** Called by the service loader. */
  public GeneticStrategyFactory() {}

  @Override
  public StrategyDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Strategy create(StrategyConfig config, StrategyContext context) {
    return new GeneticStrategy(ComposeConfig.of(config), FrontConfig.of(config));
  }
}
