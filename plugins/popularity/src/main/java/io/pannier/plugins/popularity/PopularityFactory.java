package io.pannier.plugins.popularity;

import io.pannier.spi.Capability;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyContext;
import io.pannier.spi.StrategyDescriptor;
import io.pannier.spi.StrategyFactory;
import java.util.Set;

/** Makes the strategy {@code popularity}. */
public final class PopularityFactory implements StrategyFactory {
  private static final StrategyDescriptor DESCRIPTOR =
      new StrategyDescriptor(
          "popularity",
          "What does best in the shop lately, by the placement's event weights.",
          Set.of(Capability.SCORING),
          PopularityConfig.PARAMETERS);

  @Override
  public StrategyDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Strategy create(StrategyConfig config, StrategyContext context) {
    return new PopularityStrategy(PopularityConfig.of(config), context.clock());
  }
}
