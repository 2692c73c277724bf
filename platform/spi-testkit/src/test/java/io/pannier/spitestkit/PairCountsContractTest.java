package io.pannier.spitestkit;

import io.pannier.spi.StrategyFactory;

/** That a right strategy passes, through the door that plugins use. */
final class PairCountsContractTest extends StrategyContractTest {
  @Override
  protected StrategyFactory factory() {
    return new PairCounts.Factory();
  }
}
