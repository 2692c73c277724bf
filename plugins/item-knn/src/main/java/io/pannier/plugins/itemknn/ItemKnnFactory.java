package io.pannier.plugins.itemknn;

import io.pannier.spi.Capability;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyContext;
import io.pannier.spi.StrategyDescriptor;
import io.pannier.spi.StrategyFactory;
import java.util.Set;

/** Makes the strategy {@code item-knn}. */
public final class ItemKnnFactory implements StrategyFactory {
  private static final StrategyDescriptor DESCRIPTOR =
      new StrategyDescriptor(
          "item-knn",
          "Nearest neighbours of the cart by co-purchase, learned one purchase line at a time.",
          Set.of(Capability.SCORING, Capability.COMPLEMENTARITY, Capability.ONLINE_LEARNING),
          ItemKnnConfig.PARAMETERS);

  @Override
  public StrategyDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Strategy create(StrategyConfig config, StrategyContext context) {
    return new ItemKnnStrategy(ItemKnnConfig.of(config), context.metrics());
  }
}
