package io.pannier.pluginhost;

import io.micrometer.core.instrument.MeterRegistry;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the strategies of all plugins in a folder, and keeps up with the folder while it is open.
 *
 * <p>Of a strategy that several plugins or several versions offer, the highest version is found; of
 * equal versions the one loaded last.
 */
public final class PluginHost implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);

  private final HostServices services;
  private final Map<StrategyHandle, Long> offered = new HashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final List<StrategySlot> slots = new CopyOnWriteArrayList<>();
  private volatile Map<String, StrategyHandle> byName = Map.of();
  private long sequence;

  public PluginHost(PluginHostConfig config, MeterRegistry registry) {
    this(config, registry, Clock.systemUTC(), name -> Optional.empty(), FatalErrors::halt);
  }

  /**
   * @param models the promoted model file of a strategy name
   * @param onFatal told of an exhausted heap on a strategy's thread
   */
  public PluginHost(
      PluginHostConfig config,
      MeterRegistry registry,
      Clock clock,
      Function<String, Optional<Path>> models,
      Consumer<Throwable> onFatal) {
    this.services =
        new HostServices(config.containment(), config.seed(), clock, registry, models, onFatal);
    services.watchdog().start();
  }

  /** The version to use of a strategy. */
  public Optional<StrategyHandle> find(String strategy) {
    return Optional.ofNullable(byName.get(strategy));
  }

  /** The versions to use, by name. */
  public List<StrategyHandle> strategies() {
    return byName.values().stream()
        .sorted(Comparator.comparing((StrategyHandle handle) -> handle.descriptor().name()))
        .toList();
  }

  /** As {@link #slot(String, int, StrategyConfig, Preparation)} without preparation. */
  public StrategySlot slot(String strategy, int shop, StrategyConfig config) {
    return slot(strategy, shop, config, Preparation.NONE);
  }

  /** A place that is always filled by the version to use; it may be empty now. */
  public StrategySlot slot(
      String strategy, int shop, StrategyConfig config, Preparation preparation) {
    StrategySlot slot = new StrategySlot(this, strategy, shop, config, preparation);
    slots.add(slot);
    slot.follow();
    return slot;
  }

  /** Tells after each change of what {@link #find} finds, on the host's thread. */
  public Registration onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Offers a strategy of the program's own class path, for tests and for the laboratory. */
  public StrategyHandle install(String version, StrategyFactory factory) {
    StrategyHandle handle = new StrategyHandle(version, factory.descriptor(), factory, services);
    change(List.of(handle), List.of());
    return handle;
  }

  @Override
  public void close() {
    services.watchdog().close();
  }

  void forget(StrategySlot slot) {
    slots.remove(slot);
  }

  /** Changes what is offered, in one step. */
  private void change(List<StrategyHandle> added, List<StrategyHandle> removed) {
    Map<String, StrategyHandle> before;
    Map<String, StrategyHandle> after = new HashMap<>();
    synchronized (this) {
      before = byName;
      added.forEach(handle -> offered.put(handle, ++sequence));
      removed.forEach(offered::remove);
      for (StrategyHandle handle : offered.keySet()) {
        after.merge(handle.descriptor().name(), handle, this::better);
      }
      byName = Map.copyOf(after);
    }
    before.forEach(
        (name, handle) -> {
          if (after.get(name) != handle) {
            handle.retire();
          }
        });
    after.forEach(
        (name, handle) -> {
          if (before.get(name) != handle) {
            handle.reinstate();
          }
        });
    slots.forEach(StrategySlot::follow);
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOG.error("a listener for changed strategies failed", e);
      }
    }
  }

  private StrategyHandle better(StrategyHandle one, StrategyHandle other) {
    int order = Versions.compare(one.version(), other.version());
    if (order == 0) {
      order = Long.compare(sequenceOf(one), sequenceOf(other));
    }
    return order >= 0 ? one : other;
  }

  private long sequenceOf(StrategyHandle handle) {
    return offered.getOrDefault(handle, 0L);
  }
}
