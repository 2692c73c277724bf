package io.pannier.plugins.popularity;

import io.pannier.spi.EventType;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.StrategyConfig;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Prints what an answer from 100,000 products costs: medians over many calls, in CPU time of the
 * calling thread, so that a busy machine blurs them less.
 */
final class PopularityBenchmark {
  private static final int PRODUCTS = 100_000;
  private static final int CALLS = 20_000;

  private PopularityBenchmark() {}

  /** Measures the first answer, answers while ranking, and answers between rankings. */
  public static void main(String[] args) {
    Random random = new Random(1);
    float[] sold = new float[PRODUCTS];
    for (int item = 0; item < PRODUCTS; item++) {
      sold[item] = (float) (100 / (1 + random.nextDouble() * 1_000));
    }
    Shelf shelf = new Shelf(sold);
    long[] first = new long[200];
    for (int i = 0; i < first.length; i++) {
      first[i] = call(strategy(Map.of()), shelf.asks(60, 1, 2, 3, 4, 5));
    }
    print("first answer, all products ranked", first);

    PopularityStrategy always = strategy(Map.of("refresh-millis", "0"));
    PopularityStrategy seldom = strategy(Map.of());
    long[] slices = new long[CALLS];
    long[] answers = new long[CALLS];
    for (int i = 0; i < CALLS; i++) {
      shelf.publish(i, 10, EventType.PURCHASED, i % 100);
      slices[i] = call(always, shelf.asks(60, 1, 2, 3, 4, 5));
      answers[i] = call(seldom, shelf.asks(60, 1, 2, 3, 4, 5));
    }
    print("answer with a slice of 10,000", slices);
    print("answer, catalogue moving", answers);
  }

  private static PopularityStrategy strategy(Map<String, String> settings) {
    return new PopularityStrategy(
        PopularityConfig.of(new StrategyConfig(settings)), Clock.systemUTC());
  }

  private static long call(PopularityStrategy strategy, ScoringContext context) {
    List<ScoringContext> batch = List.of(context);
    long started = now();
    int size = strategy.score(batch).getFirst().size();
    long took = now() - started;
    if (size != context.limit()) {
      throw new IllegalStateException(size + " candidates");
    }
    return took;
  }

  private static long now() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void print(String what, long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "%-36s %9.1f µs, p99 %9.1f µs%n",
        what,
        sorted[sorted.length / 2] / 1e3,
        sorted[sorted.length * 99 / 100] / 1e3);
  }
}
