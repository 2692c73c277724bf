package io.pannier.plugins.ppo;

import io.pannier.spi.Capability;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyContext;
import io.pannier.spi.StrategyDescriptor;
import io.pannier.spi.StrategyFactory;
import java.util.Set;

/** Makes the strategy {@code ppo}. */
public final class PpoFactory implements StrategyFactory {
  private static final StrategyDescriptor DESCRIPTOR =
      new StrategyDescriptor(
          "ppo",
          "Draws bundles from a policy that learns from what they earn, with exact propensities.",
          Set.of(Capability.BUNDLING, Capability.ONLINE_LEARNING),
          PpoSettings.PARAMETERS);

  /** Called by the service loader. */
  public PpoFactory() {}

  @Override
  public StrategyDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Strategy create(StrategyConfig config, StrategyContext context) {
    return new PpoStrategy(PpoSettings.of(config), context);
  }
}
