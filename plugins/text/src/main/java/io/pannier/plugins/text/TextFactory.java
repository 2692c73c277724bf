package io.pannier.plugins.text;

import io.pannier.spi.Capability;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyContext;
import io.pannier.spi.StrategyDescriptor;
import io.pannier.spi.StrategyFactory;
import java.util.Set;

/** Makes the strategy {@code text}. */
public final class TextFactory implements StrategyFactory {
  private static final StrategyDescriptor DESCRIPTOR =
      new StrategyDescriptor(
          "text",
          "Products whose texts are like a sentence, the cart or the history, by words and by a"
              + " language model together.",
          Set.of(Capability.SCORING),
          TextSettings.PARAMETERS);

  @Override
  public StrategyDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Strategy create(StrategyConfig config, StrategyContext context) {
    return new TextStrategy(TextSettings.of(config));
  }
}
