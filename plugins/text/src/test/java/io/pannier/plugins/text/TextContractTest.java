package io.pannier.plugins.text;

import io.pannier.spi.StrategyFactory;
import io.pannier.spitestkit.StrategyContractTest;

class TextContractTest extends StrategyContractTest {
  @Override
  protected StrategyFactory factory() {
    return new TextFactory();
  }
}
