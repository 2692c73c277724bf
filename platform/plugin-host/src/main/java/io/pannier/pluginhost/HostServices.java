package io.pannier.pluginhost;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What all instances of a host share.
 *
 * @param models the promoted models
 * @param grants what strategies may ask for by its type, a new object each time
 * @param onFatal told of an exhausted heap; does not return in production
 */
record HostServices(
    ContainmentConfig containment,
    long seed,
    Clock clock,
    MeterRegistry registry,
    ModelSource models,
    Function<Class<?>, Optional<?>> grants,
    Consumer<Throwable> onFatal,
    Watchdog watchdog,
    Map<String, StrategyMeters> metersByName) {

  HostServices(
      ContainmentConfig containment,
      long seed,
      Clock clock,
      MeterRegistry registry,
      ModelSource models,
      Function<Class<?>, Optional<?>> grants,
      Consumer<Throwable> onFatal) {
    this(
        containment,
        seed,
        clock,
        registry,
        models,
        grants,
        onFatal,
        new Watchdog(),
        new ConcurrentHashMap<>());
  }

  StrategyMeters meters(String strategy) {
    return metersByName.computeIfAbsent(strategy, name -> new StrategyMeters(registry, name));
  }
}
