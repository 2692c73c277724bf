package io.pannier.app.console;

import io.pannier.console.Recomposer;
import io.pannier.console.Workbench;
import io.pannier.optimizer.GreedyComposer;
import io.pannier.pluginhost.PluginHost;
import io.pannier.pluginhost.StrategyHandle;
import io.pannier.pluginhost.StrategyInstance;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.BundlingStrategy;
import io.pannier.spi.Capability;
import io.pannier.spi.PannierException;
import io.pannier.spi.PinnedComposition;
import io.pannier.spi.SearchBudget;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyConfig;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Composes again with an instance made for the purpose: a replay may run for long, and what serves
 * shoppers must neither wait for it nor be counted with it.
 */
public final class ReplayRoom implements Recomposer, Workbench {
  private static final long PATIENCE_SECONDS = 20;
  private static final long FRONT_NANOS = 60_000_000;

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
        .orElseGet(() -> Future.failedFuture(absent(strategy)));
  }

  @Override
  public Future<List<BundlingResult>> compose(
      int shop, String strategy, List<BundlingProblem> problems, long generations) {
    return host.find(strategy)
        .map(
            handle ->
                used(
                    handle,
                    shop,
                    instance -> each(instance, problems, generations, new ArrayList<>())))
        .orElseGet(() -> Future.failedFuture(absent(strategy)));
  }

  /** One after the other: a rehearsal may take its time, and the machine is for those who shop. */
  private static CompletableFuture<List<BundlingResult>> each(
      StrategyInstance instance,
      List<BundlingProblem> problems,
      long generations,
      List<BundlingResult> done) {
    if (done.size() == problems.size()) {
      return CompletableFuture.completedFuture(done);
    }
    BundlingProblem problem = problems.get(done.size());
    return call(
            instance,
            s -> PinnedComposition.compose(s, problem, SearchBudget.ofGenerations(generations)))
        .thenCompose(
            result -> {
              done.add(result);
              return each(instance, problems, generations, done);
            });
  }

  @Override
  public Future<Front> front(int shop, String preferred, BundlingProblem problem) {
    return host.find(preferred)
        .filter(ReplayRoom::knowsFronts)
        .or(() -> host.strategies().stream().filter(ReplayRoom::knowsFronts).findFirst())
        .map(
            handle ->
                used(handle, shop, instance -> call(instance, s -> s.front(problem, frontBudget())))
                    .map(result -> new Front(handle.id(), result)))
        .orElseGet(
            () ->
                Future.failedFuture(
                    new PannierException(
                        StandardErrorCode.CAPABILITY_UNSUPPORTED,
                        "no strategy that is installed knows Pareto fronts")));
  }

  private static SearchBudget frontBudget() {
    return SearchBudget.ofNanos(FRONT_NANOS);
  }

  private static boolean knowsFronts(StrategyHandle handle) {
    return handle.descriptor().capabilities().contains(Capability.PARETO_FRONT);
  }

  /** Makes an instance, lends it, and closes it. */
  private <T> Future<T> used(
      StrategyHandle handle, int shop, Function<StrategyInstance, CompletionStage<T>> work) {
    String name = handle.descriptor().name();
    StrategyInstance instance =
        handle.instance(shop, new StrategyConfig(configs.getOrDefault(name, Map.of())));
    return Future.fromCompletionStage(
            instance.ready().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).thenCompose(work))
        .onComplete(done -> instance.close());
  }

  private static <T> CompletableFuture<T> call(
      StrategyInstance instance, Function<BundlingStrategy, T> body) {
    return instance.call(
        BundlingStrategy.class,
        body,
        System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
  }

  private static PannierException absent(String strategy) {
    return new PannierException(
        StandardErrorCode.STRATEGY_UNKNOWN, "no version of " + strategy + " is installed");
  }

  private Future<Recomposed> compose(
      StrategyHandle handle, int shop, BundlingProblem problem, long generations) {
    return used(
        handle,
        shop,
        instance ->
            call(
                    instance,
                    s ->
                        PinnedComposition.compose(
                            s, problem, SearchBudget.ofGenerations(generations)))
                .thenApply(result -> new Recomposed(handle.id(), instance.model(), result)));
  }
}
