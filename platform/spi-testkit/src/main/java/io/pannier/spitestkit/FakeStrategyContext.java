package io.pannier.spitestkit;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A context whose clock stands still, whose chance is seeded and whose metrics can be read. */
public final class FakeStrategyContext implements StrategyContext {
  private final FakeClock clock;
  private final RandomGenerator random;
  private final @Nullable Path model;
  private final Map<String, Long> counts = new ConcurrentHashMap<>();
  private final Map<String, Double> gauges = new ConcurrentHashMap<>();
  private final Map<Class<?>, Supplier<?>> grants = new ConcurrentHashMap<>();

  public FakeStrategyContext(long seed) {
    this(seed, ShopGenerator.END, null);
  }

  /**
   * @param now where the clock stands
   * @param model the promoted model file, or null
   */
  public FakeStrategyContext(long seed, Instant now, @Nullable Path model) {
    this.clock = new FakeClock(now);
    this.random = new SplittableRandom(seed);
    this.model = model;
  }

  @Override
  public FakeClock clock() {
    return clock;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public StrategyMetrics metrics() {
    return new StrategyMetrics() {
      @Override
      public void count(String name, long amount) {
        counts.merge(name, amount, Long::sum);
      }

      @Override
      public void gauge(String name, double value) {
        gauges.put(name, value);
      }
    };
  }

  @Override
  public Optional<Path> model() {
    return Optional.ofNullable(model);
  }

  /** Grants a service from now on. */
  public <T> FakeStrategyContext granting(Class<T> type, Supplier<? extends T> service) {
    grants.put(type, service);
    return this;
  }

  @Override
  public <T> T grant(Class<T> type) {
    Supplier<?> service = grants.get(type);
    if (service == null) {
      throw new PannierException(
          StandardErrorCode.CAPABILITY_UNSUPPORTED, type.getName() + " is not granted here");
    }
    return type.cast(service.get());
  }

  /** What was counted under a name so far. */
  public long count(String name) {
    return counts.getOrDefault(name, 0L);
  }

  /** What a gauge was last set to; NaN if never. */
  public double gauge(String name) {
    return gauges.getOrDefault(name, Double.NaN);
  }
}
