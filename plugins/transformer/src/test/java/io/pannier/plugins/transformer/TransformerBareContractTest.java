package io.pannier.plugins.transformer;

import io.pannier.spi.StrategyFactory;
import io.pannier.spitestkit.StrategyContractTest;

/** The contract without a model and without services, as a plugin is verified. */
class TransformerBareContractTest extends StrategyContractTest {
  @Override
  protected StrategyFactory factory() {
    return new TransformerFactory();
  }
}
