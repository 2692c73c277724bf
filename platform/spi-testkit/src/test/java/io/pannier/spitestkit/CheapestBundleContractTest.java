package io.pannier.spitestkit;

import io.pannier.spi.StrategyFactory;

/** That a right bundling strategy passes. */
final class CheapestBundleContractTest extends StrategyContractTest {
  @Override
  protected StrategyFactory factory() {
    return new CheapestBundle.Factory();
  }
}
