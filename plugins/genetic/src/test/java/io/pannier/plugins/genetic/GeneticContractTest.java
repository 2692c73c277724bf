package io.pannier.plugins.genetic;

import io.pannier.spi.StrategyFactory;
import io.pannier.spitestkit.StrategyContractTest;

class GeneticContractTest extends StrategyContractTest {
  @Override
  protected StrategyFactory factory() {
    return new GeneticStrategyFactory();
  }
}
