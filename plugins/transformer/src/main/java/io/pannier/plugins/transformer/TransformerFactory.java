package io.pannier.plugins.transformer;

import io.pannier.spi.Capability;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyContext;
import io.pannier.spi.StrategyDescriptor;
import io.pannier.spi.StrategyFactory;
import java.util.Set;

/** Makes the strategy {@code transformer}. */
public final class TransformerFactory implements StrategyFactory {
  private static final StrategyDescriptor DESCRIPTOR =
      new StrategyDescriptor(
          "transformer",
          "Attention over what a shopper did and what lies in the cart, from a trained model;"
              + " composes bundles.",
          Set.of(Capability.SCORING, Capability.BUNDLING, Capability.TRAINING),
          TransformerConfig.PARAMETERS);

  @Override
  public StrategyDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Strategy create(StrategyConfig config, StrategyContext context) {
    return new TransformerStrategy(TransformerConfig.of(config), context);
  }
}
