package io.pannier.pluginhost;

import io.micrometer.core.instrument.MeterRegistry;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyFactory;
import java.io.IOException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the strategies of all plugins in a folder, and keeps up with the folder while it is open.
 *
 * <p>A zip that changes is admitted first and takes the old one's place then; one that is refused
 * leaves the old one in service. Of a strategy that several plugins or several versions offer, the
 * highest version is found; of equal versions the one loaded last.
 */
public final class PluginHost implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);

  private final PluginHostConfig config;
  private final HostServices services;
  private final StrategyTable table = new StrategyTable();
  private @Nullable PluginKeeper keeper;

  public PluginHost(PluginHostConfig config, MeterRegistry registry) {
    this(config, registry, type -> Optional.empty());
  }

  /**
   * @param grants what strategies may ask for by its type, a new object each time
   */
  public PluginHost(
      PluginHostConfig config, MeterRegistry registry, Function<Class<?>, Optional<?>> grants) {
    this(config, registry, ModelSource.NONE, grants);
  }

  /**
   * @param models the promoted models
   * @param grants what strategies may ask for by its type, a new object each time
   */
  public PluginHost(
      PluginHostConfig config,
      MeterRegistry registry,
      ModelSource models,
      Function<Class<?>, Optional<?>> grants) {
    this(config, registry, Clock.systemUTC(), models, grants, FatalErrors::halt);
  }

  /**
   * @param models the promoted models
   * @param grants what strategies may ask for by its type, a new object each time
   * @param onFatal told of an exhausted heap on a strategy's thread; ends the process in production
   */
  public PluginHost(
      PluginHostConfig config,
      MeterRegistry registry,
      Clock clock,
      ModelSource models,
      Function<Class<?>, Optional<?>> grants,
      Consumer<Throwable> onFatal) {
    this.config = config;
    this.services =
        new HostServices(
            config.containment(), config.seed(), clock, registry, models, grants, onFatal);
    services.watchdog().start();
  }

  /**
   * Loads every zip of the folder, then watches it. Blocks until all are loaded or refused; the
   * first time that takes about a second for each, later they are known.
   *
   * @throws PannierException FILE_FAILED if the folder cannot be read
   */
  public synchronized void start() {
    if (keeper != null) {
      throw new IllegalStateException("already started");
    }
    try {
      keeper = new PluginKeeper(config, services, table);
    } catch (IOException e) {
      throw new PannierException(
          StandardErrorCode.FILE_FAILED, "plugins folder " + config.folder() + ": " + e, e);
    }
    keeper.start();
    LOG.info("strategies: {}", strategies());
  }

  /** The version to use of a strategy. */
  public Optional<StrategyHandle> find(String strategy) {
    return Optional.ofNullable(table.find(strategy));
  }

  /** The versions to use, by name. */
  public List<StrategyHandle> strategies() {
    return table.byName().values().stream()
        .sorted(Comparator.comparing((StrategyHandle handle) -> handle.descriptor().name()))
        .toList();
  }

  /** The zips of the folder that were refused, and why. */
  public synchronized List<Rejection> rejections() {
    return keeper == null ? List.of() : keeper.rejections();
  }

  /** The plugins that were let in, by id and version. */
  public synchronized List<InstalledPlugin> installed() {
    return keeper == null ? List.of() : keeper.installed();
  }

  /** The newest failure of a strategy; empty where none failed since the start. */
  public Optional<LastFailure> lastFailure(String strategy) {
    return services.meters(strategy).lastFailure();
  }

  /** As {@link #slot(String, int, StrategyConfig, Preparation)} without preparation. */
  public StrategySlot slot(String strategy, int shop, StrategyConfig strategyConfig) {
    return slot(strategy, shop, strategyConfig, Preparation.NONE);
  }

  /** A place that is always filled by the version to use; it may be empty now. */
  public StrategySlot slot(
      String strategy, int shop, StrategyConfig strategyConfig, Preparation preparation) {
    return slot(strategy, shop, strategyConfig, preparation, () -> false);
  }

  /**
   * A place that is always filled by the version to use; it may be empty now.
   *
   * @param off true while the strategy must not answer
   */
  public StrategySlot slot(
      String strategy,
      int shop,
      StrategyConfig strategyConfig,
      Preparation preparation,
      BooleanSupplier off) {
    StrategySlot slot = new StrategySlot(table, strategy, shop, strategyConfig, preparation, off);
    table.add(slot);
    slot.follow();
    return slot;
  }

  /** Tells after each change of what {@link #find} finds, on the host's thread. */
  public Registration onChange(Runnable listener) {
    return table.onChange(listener);
  }

  /** Offers a strategy of the program's own class path, for tests and for the laboratory. */
  public StrategyHandle install(String version, StrategyFactory factory) {
    StrategyHandle handle = new StrategyHandle(version, factory.descriptor(), factory, services);
    table.change(List.of(handle), List.of());
    return handle;
  }

  /** Stops watching, closes what is open and unloads all plugins. */
  @Override
  public void close() {
    PluginKeeper kept;
    synchronized (this) {
      kept = keeper;
    }
    if (kept != null) {
      kept.close();
    }
    table.closeInstances();
    services.watchdog().close();
  }
}
