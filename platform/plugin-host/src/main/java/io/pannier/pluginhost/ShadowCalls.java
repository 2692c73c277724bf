package io.pannier.pluginhost;

import io.micrometer.core.instrument.MeterRegistry;
import io.pannier.spi.PannierException;
import io.pannier.spi.Strategy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Asks strategies in shadow what they would have answered. Nobody waits for them: they are asked
 * about a sample, one question at a time, and what they answer is compared and shown to nobody.
 * Thread-safe.
 */
public final class ShadowCalls {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final StrategyDirectory strategies;
  private final MeterRegistry registry;
  private final long pauseNanos;
  private final Map<Key, Long> nextNanos = new ConcurrentHashMap<>();

  private record Key(int shop, String strategy) {}

  /**
   * @param perSecond most questions to one strategy of one shop; 0 for none
   */
  public ShadowCalls(StrategyDirectory strategies, MeterRegistry registry, int perSecond) {
    this.strategies = strategies;
    this.registry = registry;
    this.pauseNanos = perSecond == 0 ? Long.MAX_VALUE : TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  /**
   * Asks those of the names that can be asked and are due.
   *
   * @param live the strategy whose answer was shown, which is no shadow of itself
   * @param body as for {@link StrategyInstance#call}; null for an answer that says nothing
   * @param compare called with every answer, on the strategy's thread: returns at once
   */
  public <S extends Strategy, R> void ask(
      int shop,
      List<String> names,
      String live,
      Class<S> type,
      Function<? super S, ? extends R> body,
      Consumer<Answer<R>> compare) {
    for (String name : names) {
      StrategySlot slot = strategies.slot(shop, name);
      boolean able = slot.current().filter(instance -> instance.supports(type)).isPresent();
      if (able && !name.equals(live) && isDue(new Key(shop, name))) {
        slot.<S, R>call(type, body, System.nanoTime() + PATIENCE_NANOS)
            .whenComplete((answer, failure) -> answered(shop, name, answer, failure, compare));
      }
    }
  }

  /** At most one question is open, and between two there is a pause. */
  private boolean isDue(Key key) {
    long now = System.nanoTime();
    boolean[] due = {false};
    nextNanos.compute(
        key,
        (same, next) -> {
          due[0] = pauseNanos != Long.MAX_VALUE && (next == null || now - next >= 0);
          return due[0] || next == null ? Long.valueOf(now + 2 * PATIENCE_NANOS) : next;
        });
    return due[0];
  }

  private <R> void answered(
      int shop, String name, Answer<R> answer, Throwable failure, Consumer<Answer<R>> compare) {
    nextNanos.put(new Key(shop, name), System.nanoTime() + pauseNanos);
    String result =
        failure == null ? "answered" : "failed, " + PannierException.codeOf(failure).name();
    registry.counter("pannier.shadow.answers", "strategy", name, "result", result).increment();
    if (failure == null) {
      compare.accept(answer);
    }
  }
}
