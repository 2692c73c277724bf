package io.pannier.plugins.popularity;

import io.pannier.spi.StrategyFactory;
import io.pannier.spitestkit.StrategyContractTest;

class PopularityContractTest extends StrategyContractTest {
  @Override
  protected StrategyFactory factory() {
    return new PopularityFactory();
  }
}
