package io.pannier.pluginhost;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyContext;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** What one strategy object is granted. Its chance depends on seed, name, shop and generation. */
final class GrantedContext implements StrategyContext {
  private final Clock clock;
  private final RandomGenerator random;
  private final StrategyMetrics metrics;
  private final Optional<Path> model;
  private final Function<Class<?>, Optional<?>> grants;

  GrantedContext(
      StrategyHandle handle,
      int shop,
      long generation,
      Optional<Path> model,
      HostServices services,
      StrategyMetrics metrics) {
    String name = handle.descriptor().name();
    this.clock = services.clock();
    this.metrics = metrics;
    this.model = model;
    this.grants = services.grants();
    long seed = services.seed();
    seed = seed * 31 + name.hashCode();
    seed = seed * 31 + shop;
    seed = seed * 31 + generation;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public StrategyMetrics metrics() {
    return metrics;
  }

  @Override
  public Optional<Path> model() {
    return model;
  }

  @Override
  public <T> T grant(Class<T> type) {
    return grants
        .apply(type)
        .map(type::cast)
        .orElseThrow(
            () ->
                new PannierException(
                    StandardErrorCode.CAPABILITY_UNSUPPORTED,
                    type.getName() + " is not granted to strategies by this installation"));
  }
}
