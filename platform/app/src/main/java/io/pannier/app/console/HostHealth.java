package io.pannier.app.console;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.pannier.console.StrategyHealth;
import io.pannier.pluginhost.LastFailure;
import io.pannier.pluginhost.PluginHost;
import io.pannier.pluginhost.StrategyDirectory;
import io.pannier.pluginhost.StrategyInstance;
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

  @Override
  public Health of(int shop, String strategy) {
    @Nullable Timer calls =
        registry.find("pannier.strategy.calls").tag("strategy", strategy).timer();
    double failures =
        registry.find("pannier.strategy.failures").tag("strategy", strategy).counters().stream()
            .mapToDouble(Counter::count)
            .sum();
    Optional<LastFailure> last = host.lastFailure(strategy);
    return new Health(
        state(shop, strategy),
        calls == null ? 0 : calls.count(),
        (long) failures,
        calls == null ? Double.NaN : p99Millis(calls),
        last.map(failure -> failure.code().name()).orElse(null),
        last.map(LastFailure::at).orElse(null));
  }

  private State state(int shop, String strategy) {
    if (host.find(strategy).isEmpty()) {
      return State.ABSENT;
    }
    return strategies.slot(shop, strategy).current().map(HostHealth::state).orElse(State.PREPARING);
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
