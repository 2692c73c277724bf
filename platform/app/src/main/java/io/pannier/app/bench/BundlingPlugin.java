package io.pannier.app.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pannier.app.ShippedPlugins;
import io.pannier.pluginhost.PluginHost;
import io.pannier.pluginhost.PluginHostConfig;
import io.pannier.pluginhost.StrategyHandle;
import io.pannier.pluginhost.StrategyInstance;
import io.pannier.pluginhost.VerificationConfig;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.BundlingStrategy;
import io.pannier.spi.PannierException;
import io.pannier.spi.SearchBudget;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A bundling strategy out of its zip, contained as in a running installation. Not for several
 * threads at once.
 */
public final class BundlingPlugin implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Path folder;
  private final PluginHost host;
  private final StrategyInstance instance;

  private BundlingPlugin(Path folder, PluginHost host, StrategyInstance instance) {
    this.folder = folder;
    this.host = host;
    this.instance = instance;
  }

  /**
   * Loads the plugins that come with the program and makes one strategy of them.
   *
   * @throws PannierException STRATEGY_UNKNOWN if none of them has the strategy
   */
  public static BundlingPlugin open(String strategy, StrategyConfig config) throws IOException {
    Path folder = Files.createTempDirectory("pannier-plugins-");
    ShippedPlugins.ofThisProgram().installInto(folder);
    // Contract tests in a child process are for zips of unknown origin.
    PluginHostConfig hosting =
        PluginHostConfig.of(folder)
            .withVerification(VerificationConfig.defaults().withContractChecks(false));
    PluginHost host = new PluginHost(hosting, new SimpleMeterRegistry());
    try {
      host.start();
      StrategyHandle handle =
          host.find(strategy)
              .orElseThrow(
                  () ->
                      new PannierException(
                          StandardErrorCode.STRATEGY_UNKNOWN,
                          "there is no strategy '"
                              + strategy
                              + "' among the plugins that come with the program: "
                              + host.strategies()));
      StrategyInstance instance = handle.instance(1, config);
      instance.ready().join();
      return new BundlingPlugin(folder, host, instance);
    } catch (RuntimeException e) {
      host.close();
      delete(folder);
      throw e;
    }
  }

  /** {@code name@version}. */
  public String id() {
    return instance.id();
  }

  /**
   * Composes one answer.
   *
   * @param budget is asked when the search begins
   */
  public BundlingResult compose(BundlingProblem problem, Supplier<SearchBudget> budget) {
    return instance
        .call(
            BundlingStrategy.class,
            strategy -> strategy.compose(problem, budget.get()),
            System.nanoTime() + PATIENCE_NANOS)
        .join();
  }

  @Override
  public void close() throws IOException {
    instance.close();
    host.close();
    delete(folder);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        Files.deleteIfExists(file);
      }
    }
  }
}
