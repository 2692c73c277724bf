package io.pannier.pluginhost;

import io.pannier.spi.StrategyConfig;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One slot for each strategy of each shop, shared by all stages, so that what learns is what
 * scores. Safe for use from any thread.
 */
public final class StrategyDirectory implements AutoCloseable {
  private final PluginHost host;
  private final Map<String, Map<String, String>> configs;
  private final Preparer preparer;
  private final StrategySwitches switches;
  private final Map<Key, StrategySlot> slots = new ConcurrentHashMap<>();

  private record Key(int shop, String strategy) {}

  /** Says how the strategy objects of a slot are prepared. */
  @FunctionalInterface
  public interface Preparer {
    Preparation of(int shop, String strategy);
  }

  /**
   * @param configs configuration of each strategy by name; others have all defaults
   */
  public StrategyDirectory(
      PluginHost host, Map<String, Map<String, String>> configs, Preparer preparer) {
    this(host, configs, preparer, StrategySwitches.NONE);
  }

  /**
   * @param configs configuration of each strategy by name; others have all defaults
   * @param switches what people switched off
   */
  public StrategyDirectory(
      PluginHost host,
      Map<String, Map<String, String>> configs,
      Preparer preparer,
      StrategySwitches switches) {
    this.host = host;
    this.configs = Map.copyOf(configs);
    this.preparer = preparer;
    this.switches = switches;
  }

  /** The slot of a strategy, also where no version of it is installed yet. */
  public StrategySlot slot(int shop, String strategy) {
    return slots.computeIfAbsent(
        new Key(shop, strategy),
        key ->
            host.slot(
                strategy,
                shop,
                new StrategyConfig(configs.getOrDefault(strategy, Map.of())),
                preparer.of(shop, strategy),
                () -> switches.isOff(shop, strategy)));
  }

  /** The slot of a strategy that the shop has asked for before; asking here does not make one. */
  public Optional<StrategySlot> find(int shop, String strategy) {
    return Optional.ofNullable(slots.get(new Key(shop, strategy)));
  }

  /**
   * Makes a strategy of a shop anew, so that it is granted the model that is promoted now. What
   * served before goes on until the new one is ready.
   */
  public void renew(int shop, String strategy) {
    StrategySlot slot = slots.get(new Key(shop, strategy));
    if (slot != null) {
      slot.renew();
    }
  }

  @Override
  public void close() {
    slots.values().forEach(StrategySlot::close);
    slots.clear();
  }
}
