package io.pannier.plugins.ppo;

import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyFactory;
import io.pannier.spitestkit.StrategyContractTest;
import java.util.Map;

/** The contract where every answer shows the mode. */
class NoChanceContractTest extends StrategyContractTest {
  @Override
  protected StrategyFactory factory() {
    return new PpoFactory();
  }

  @Override
  protected StrategyConfig config() {
    return new StrategyConfig(Map.of("exploration", "0"));
  }
}
