package io.pannier.plugins.ppo;

import io.pannier.spi.StrategyFactory;
import io.pannier.spitestkit.StrategyContractTest;

class PpoContractTest extends StrategyContractTest {
  @Override
  protected StrategyFactory factory() {
    return new PpoFactory();
  }
}
