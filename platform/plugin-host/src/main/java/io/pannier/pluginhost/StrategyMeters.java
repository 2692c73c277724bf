package io.pannier.pluginhost;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.pannier.spi.ErrorCode;
import io.pannier.spi.StrategyContext;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is counted for one strategy name, over all shops and versions: {@code
 * pannier.strategy.calls} (a timer), {@code .failures} by code, {@code .quarantined}, {@code
 * .abandoned}, and the strategy's own figures below {@code .own}.
 */
final class StrategyMeters implements StrategyContext.StrategyMetrics {
  /** A strategy that makes up names must not fill the registry. */
  private static final int OWN_METERS_AT_MOST = 64;

  private final MeterRegistry registry;
  private volatile @Nullable LastFailure lastFailure;
  private final String strategy;
  private final Timer calls;
  private final AtomicInteger quarantined = new AtomicInteger();
  private final AtomicInteger abandoned = new AtomicInteger();
  private final ConcurrentMap<ErrorCode, Counter> failures = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Counter> ownCounters = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, OwnGauge> ownGauges = new ConcurrentHashMap<>();

  StrategyMeters(MeterRegistry registry, String strategy) {
    this.registry = registry;
    this.strategy = strategy;
    this.calls =
        Timer.builder("pannier.strategy.calls")
            .description("Time that calls of a strategy ran")
            .tag("strategy", strategy)
            .publishPercentiles(0.5, 0.99)
            .register(registry);
    Gauge.builder("pannier.strategy.quarantined", quarantined, AtomicInteger::doubleValue)
        .description("Instances in quarantine")
        .tag("strategy", strategy)
        .register(registry);
    Gauge.builder("pannier.strategy.abandoned", abandoned, AtomicInteger::doubleValue)
        .description("Threads that did not return from a call and were given up")
        .tag("strategy", strategy)
        .register(registry);
  }

  void called(long nanos) {
    calls.record(nanos, TimeUnit.NANOSECONDS);
  }

  Optional<LastFailure> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }

  void failed(ErrorCode code) {
    lastFailure = new LastFailure(code, Instant.now());
    Counter counter = failures.get(code);
    if (counter == null) {
      counter =
          failures.computeIfAbsent(
              code,
              c ->
                  Counter.builder("pannier.strategy.failures")
                      .description("Calls that gave no answer")
                      .tag("strategy", strategy)
                      .tag("code", c.name())
                      .register(registry));
    }
    counter.increment();
  }

  void quarantined(int change) {
    quarantined.addAndGet(change);
  }

  void abandoned(int change) {
    abandoned.addAndGet(change);
  }

  @Override
  public void count(String name, long amount) {
    if (ownCounters.containsKey(name) || ownCounters.size() < OWN_METERS_AT_MOST) {
      ownCounters
          .computeIfAbsent(
              name,
              n ->
                  Counter.builder("pannier.strategy.own.count")
                      .tag("strategy", strategy)
                      .tag("name", n)
                      .register(registry))
          .increment((double) amount);
    }
  }

  @Override
  public void gauge(String name, double value) {
    if (ownGauges.containsKey(name) || ownGauges.size() < OWN_METERS_AT_MOST) {
      ownGauges.computeIfAbsent(name, this::registerGauge).value = value;
    }
  }

  private OwnGauge registerGauge(String name) {
    OwnGauge gauge = new OwnGauge();
    Gauge.builder("pannier.strategy.own.gauge", gauge, g -> g.value)
        .tag("strategy", strategy)
        .tag("name", name)
        .register(registry);
    return gauge;
  }

  private static final class OwnGauge {
    private volatile double value;
  }
}
