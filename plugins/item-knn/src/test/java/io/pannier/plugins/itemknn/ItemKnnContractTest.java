package io.pannier.plugins.itemknn;

import io.pannier.spi.StrategyFactory;
import io.pannier.spitestkit.StrategyContractTest;

class ItemKnnContractTest extends StrategyContractTest {
  @Override
  protected StrategyFactory factory() {
    return new ItemKnnFactory();
  }
}
