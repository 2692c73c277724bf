package io.pannier.app.console;

import io.pannier.console.Recomposer;
import io.pannier.optimizer.GreedyComposer;
import io.pannier.pluginhost.PluginHost;
import io.pannier.pluginhost.StrategyHandle;
import io.pannier.pluginhost.StrategyInstance;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingStrategy;
import io.pannier.spi.PannierException;
import io.pannier.spi.SearchBudget;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyConfig;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Composes again with an instance made for the purpose: a replay may run for long, and what serves
 * shoppers must neither wait for it nor be counted with it.
 */
public final class ReplayRoom implements Recomposer {
  private static final long PATIENCE_SECONDS = 20;

  private final PluginHost host;
  private final Map<String, Map<String, String>> configs;

  /**
   * @param configs configuration of each strategy by name, as what serves has it
   */
  public ReplayRoom(PluginHost host, Map<String, Map<String, String>> configs) {
    this.host = host;
    this.configs = configs;
  }

  @Override
  public Future<Recomposed> compose(
      int shop, String strategy, BundlingProblem problem, long generations) {
    String name = strategy.substring(0, Math.max(0, strategy.indexOf('@')));
    if (strategy.equals(GreedyComposer.NAME)) {
      return Future.succeededFuture(
          new Recomposed(GreedyComposer.NAME, "", GreedyComposer.compose(problem)));
    }
    return host.find(name)
        .map(handle -> compose(handle, shop, problem, generations))
        .orElseGet(
            () ->
                Future.failedFuture(
                    new PannierException(
                        StandardErrorCode.STRATEGY_UNKNOWN,
                        "no version of " + strategy + " is installed")));
  }

  private Future<Recomposed> compose(
      StrategyHandle handle, int shop, BundlingProblem problem, long generations) {
    String name = handle.descriptor().name();
    StrategyInstance instance =
        handle.instance(shop, new StrategyConfig(configs.getOrDefault(name, Map.of())));
    return Future.fromCompletionStage(
            instance
                .ready()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .thenCompose(
                    ready ->
                        ready.call(
                            BundlingStrategy.class,
                            bundling ->
                                bundling.compose(problem, SearchBudget.ofGenerations(generations)),
                            System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS))))
        .map(result -> new Recomposed(handle.id(), instance.model(), result))
        .onComplete(done -> instance.close());
  }
}
