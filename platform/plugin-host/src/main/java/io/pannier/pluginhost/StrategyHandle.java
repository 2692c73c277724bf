package io.pannier.pluginhost;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyConfig;
import io.pannier.spi.StrategyContext;
import io.pannier.spi.StrategyDescriptor;
import io.pannier.spi.StrategyFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One loaded version of a strategy. It may be kept after its plugin is gone: it then makes no more
 * instances and holds nothing of the plugin.
 */
public final class StrategyHandle {
  private final String id;
  private final String version;
  private final StrategyDescriptor descriptor;
  private final HostServices services;
  private final StrategyGate gate = new StrategyGate();
  private final Set<StrategyInstance> open = new HashSet<>();
  private @Nullable StrategyFactory factory;
  private @Nullable Runnable whenIdle;
  private boolean retired;
  private boolean discarded;

  StrategyHandle(
      String version,
      StrategyDescriptor descriptor,
      StrategyFactory factory,
      HostServices services) {
    this.id = descriptor.name() + "@" + version;
    this.version = version;
    this.descriptor = descriptor;
    this.factory = factory;
    this.services = services;
  }

  /** {@code name@version}. */
  public String id() {
    return id;
  }

  public String version() {
    return version;
  }

  public StrategyDescriptor descriptor() {
    return descriptor;
  }

  /** As {@link #instance(int, StrategyConfig, Preparation)} without preparation. */
  public StrategyInstance instance(int shop, StrategyConfig config) {
    return instance(shop, config, Preparation.NONE);
  }

  /**
   * Makes an instance of this version. The strategy object is made on the instance's own thread
   * afterwards: see {@link StrategyInstance#ready}. Whoever makes an instance closes it.
   *
   * @throws PannierException STRATEGY_UNKNOWN if the plugin is no longer loaded
   */
  public StrategyInstance instance(int shop, StrategyConfig config, Preparation preparation) {
    StrategyInstance instance =
        new StrategyInstance(
            this, shop, config, preparation, services, services.meters(descriptor.name()), gate);
    boolean late;
    synchronized (this) {
      if (discarded) {
        throw unloaded();
      }
      open.add(instance);
      late = retired;
    }
    instance.start();
    if (late) {
      instance.retire();
    }
    return instance;
  }

  /** Runs on the instance's thread: all that happens here is the plugin's own code. */
  Strategy create(StrategyConfig config, StrategyContext context) {
    for (String key : config.values().keySet()) {
      if (!descriptor.parameters().containsKey(key)) {
        throw new PannierException(
            StandardErrorCode.STRATEGY_CONFIG_INVALID,
            "there is no '"
                + key
                + "'; expected one of "
                + descriptor.parameters().keySet().stream().sorted().toList());
      }
    }
    Strategy strategy = loadedFactory().create(config, context);
    if (strategy == null) {
      throw new PannierException(
          StandardErrorCode.PLUGIN_CAPABILITY_MISMATCH, "the factory returned null");
    }
    descriptor
        .mismatch(strategy)
        .ifPresent(
            difference -> {
              throw new PannierException(
                  StandardErrorCode.PLUGIN_CAPABILITY_MISMATCH, "the strategy " + difference);
            });
    return strategy;
  }

  synchronized ClassLoader classLoader() {
    return loadedFactory().getClass().getClassLoader();
  }

  void released(StrategyInstance instance) {
    Runnable idle = null;
    synchronized (this) {
      open.remove(instance);
      if (open.isEmpty() && discarded) {
        idle = whenIdle;
        whenIdle = null;
        factory = null;
      }
    }
    if (idle != null) {
      idle.run();
    }
  }

  /** Another version takes over, or none. */
  void retire() {
    List<StrategyInstance> instances;
    synchronized (this) {
      retired = true;
      instances = List.copyOf(open);
    }
    instances.forEach(StrategyInstance::retire);
  }

  /** This version is the one to use again, after a newer one was removed. */
  synchronized void reinstate() {
    retired = false;
  }

  void closeInstances() {
    List<StrategyInstance> instances;
    synchronized (this) {
      instances = List.copyOf(open);
    }
    instances.forEach(StrategyInstance::close);
  }

  /** Makes no more instances; {@code idle} runs once the last open one is closed. */
  void discard(Runnable idle) {
    synchronized (this) {
      discarded = true;
      if (!open.isEmpty()) {
        whenIdle = idle;
        return;
      }
      factory = null;
    }
    idle.run();
  }

  private synchronized StrategyFactory loadedFactory() {
    StrategyFactory loaded = factory;
    if (loaded == null) {
      throw unloaded();
    }
    return loaded;
  }

  private PannierException unloaded() {
    return new PannierException(
        StandardErrorCode.STRATEGY_UNKNOWN, id + " is no longer loaded; look it up again");
  }

  @Override
  public String toString() {
    return id;
  }
}
