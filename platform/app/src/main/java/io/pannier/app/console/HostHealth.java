package io.pannier.app.console;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.pannier.console.StrategyHealth;
import io.pannier.messages.Shop;
import io.pannier.pluginhost.LastFailure;
import io.pannier.pluginhost.PluginHost;
import io.pannier.pluginhost.StrategyDirectory;
import io.pannier.pluginhost.StrategyHandle;
import io.pannier.pluginhost.StrategyInstance;
import io.pannier.store.NodeStrategy;
import io.pannier.store.Switches;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads the health of strategies from their slots and from the process's figures. */
public final class HostHealth implements StrategyHealth {
  private static final double P99 = 0.99;

  private final PluginHost host;
  private final StrategyDirectory strategies;
  private final MeterRegistry registry;

  public HostHealth(PluginHost host, StrategyDirectory strategies, MeterRegistry registry) {
    this.host = host;
    this.strategies = strategies;
    this.registry = registry;
  }

  /** Everything that is installed, for each of these shops: by its number, then by strategy. */
  public Map<Integer, Map<String, NodeStrategy>> ofAll(List<Shop> shops, Switches switches) {
    Map<Integer, Map<String, NodeStrategy>> all = new HashMap<>();
    for (StrategyHandle handle : host.strategies()) {
      String name = handle.descriptor().name();
      // The figures are of all shops, so they are read once.
      Health figures = figures(State.READY, name);
      for (Shop shop : shops) {
        all.computeIfAbsent(shop.number(), number -> new HashMap<>())
            .put(
                name,
                new NodeStrategy(
                    handle.version(),
                    state(shop.number(), name).wireName(),
                    switches.isOff(shop.number(), name),
                    figures.calls(),
                    figures.failures(),
                    figures.p99Millis(),
                    figures.lastFailure(),
                    figures.failedAt()));
      }
    }
    return all;
  }

  @Override
  public Health of(int shop, String strategy) {
    return figures(state(shop, strategy), strategy);
  }

  private Health figures(State state, String strategy) {
    @Nullable Timer calls =
        registry.find("pannier.strategy.calls").tag("strategy", strategy).timer();
    double failures =
        registry.find("pannier.strategy.failures").tag("strategy", strategy).counters().stream()
            .mapToDouble(Counter::count)
            .sum();
    Optional<LastFailure> last = host.lastFailure(strategy);
    return new Health(
        state,
        calls == null ? 0 : calls.count(),
        (long) failures,
        calls == null ? Double.NaN : p99Millis(calls),
        last.map(failure -> failure.code().name()).orElse(null),
        last.map(LastFailure::at).orElse(null));
  }

  /** Whether a strategy of a shop answers. To look makes nothing that nobody asked for. */
  private State state(int shop, String strategy) {
    if (host.find(strategy).isEmpty()) {
      return State.ABSENT;
    }
    return strategies
        .find(shop, strategy)
        .map(slot -> slot.current().map(HostHealth::state).orElse(State.PREPARING))
        .orElse(State.IDLE);
  }

  private static State state(StrategyInstance instance) {
    if (instance.quarantined()) {
      return State.QUARANTINED;
    }
    return instance.ready().isDone() ? State.READY : State.PREPARING;
  }

  private static double p99Millis(Timer timer) {
    for (ValueAtPercentile value : timer.takeSnapshot().percentileValues()) {
      if (value.percentile() == P99 && value.value() > 0) {
        return value.value(TimeUnit.MILLISECONDS);
      }
    }
    return Double.NaN;
  }
}
