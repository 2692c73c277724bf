package io.pannier.app.flow;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pannier.pluginhost.PluginHost;
import io.pannier.pluginhost.PluginHostConfig;
import io.pannier.pluginhost.StrategyHandle;
import io.pannier.pluginhost.StrategyInstance;
import io.pannier.pluginhost.VerificationConfig;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.BundlingStrategy;
import io.pannier.spi.SearchBudget;
import io.pannier.spi.StrategyConfig;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Solves a problem of the ledger once more, with a strategy that another host loaded. */
final class Replay {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private Replay() {}

  static BundlingResult of(
      Path plugins, String strategy, BundlingProblem problem, long generations) {
    PluginHostConfig config =
        PluginHostConfig.of(plugins)
            .withVerification(VerificationConfig.defaults().withContractChecks(false));
    try (PluginHost host = new PluginHost(config, new SimpleMeterRegistry())) {
      host.start();
      StrategyHandle handle = host.find(strategy).orElseThrow();
      try (StrategyInstance instance = handle.instance(1, StrategyConfig.DEFAULTS)) {
        instance.ready().join();
        return instance
            .call(
                BundlingStrategy.class,
                bundling -> bundling.compose(problem, SearchBudget.ofGenerations(generations)),
                System.nanoTime() + PATIENCE_NANOS)
            .join();
      }
    }
  }
}
