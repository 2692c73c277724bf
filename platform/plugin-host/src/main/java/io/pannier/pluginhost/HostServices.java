package io.pannier.pluginhost;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What all instances of a host share.
 *
 * @param models the promoted model file of a strategy name
 * @param onFatal told of an exhausted heap; does not return in production
 */
record HostServices(
    ContainmentConfig containment,
    long seed,
    Clock clock,
    MeterRegistry registry,
    Function<String, Optional<Path>> models,
    Consumer<Throwable> onFatal,
    Watchdog watchdog,
    Map<String, StrategyMeters> metersByName) {

  HostServices(
      ContainmentConfig containment,
      long seed,
      Clock clock,
      MeterRegistry registry,
      Function<String, Optional<Path>> models,
      Consumer<Throwable> onFatal) {
    this(
        containment,
        seed,
        clock,
        registry,
        models,
        onFatal,
        new Watchdog(),
        new ConcurrentHashMap<>());
  }

  StrategyMeters meters(String strategy) {
    return metersByName.computeIfAbsent(strategy, name -> new StrategyMeters(registry, name));
  }
}
