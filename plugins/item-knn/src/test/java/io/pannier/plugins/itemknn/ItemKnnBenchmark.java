package io.pannier.plugins.itemknn;

import io.pannier.spi.Observation;
import io.pannier.spi.ScoringContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Prints what learning, scoring and complementarity cost: medians over many calls, in CPU time of
 * the calling thread, so that a busy machine blurs them less.
 */
final class ItemKnnBenchmark {
  private static final int CALLS = 20_000;
  private static float sink;

  private ItemKnnBenchmark() {}

  /** Measures Online Retail, if it is there, and a shop of 100,000 products. */
  public static void main(String[] args) throws IOException {
    Path file = Baskets.data().resolve("online-retail/online-retail.csv.gz");
    if (Files.exists(file)) {
      Baskets baskets = Baskets.onlineRetail(file);
      measure("Online Retail", baskets.train(), baskets.items());
    }
    measure("100,000 products", simulated(200_000, 100_000, 1), 100_000);
    System.out.printf(Locale.ROOT, "checksum %.3f%n", sink);
  }

  /** Baskets of 2 to 20 items, popular ones more often, most of them from one aisle of 200. */
  private static List<int[]> simulated(int orders, int items, long seed) {
    Random random = new Random(seed);
    List<int[]> baskets = new ArrayList<>();
    for (int i = 0; i < orders; i++) {
      int aisle = zipf(random, items / 200) * 200;
      int[] basket = new int[2 + random.nextInt(19)];
      Arrays.setAll(
          basket, _ -> random.nextInt(4) == 0 ? zipf(random, items) : aisle + zipf(random, 200));
      baskets.add(Arrays.stream(basket).distinct().toArray());
    }
    return baskets;
  }

  private static int zipf(Random random, int n) {
    return (int) Math.min(n - 1, Math.exp(random.nextDouble() * Math.log(n + 1)) - 1);
  }

  private static void measure(String name, List<int[]> baskets, int items) throws IOException {
    learnAll(baskets);
    long started = now();
    ItemKnnStrategy strategy = learnAll(baskets);
    long learning = now() - started;
    long lines = strategy.counts().lines();
    System.out.printf(
        Locale.ROOT,
        "%s: %,d lines of %,d orders, %.1f MB of counts%n",
        name,
        lines,
        strategy.counts().orders(),
        strategy.counts().bytes() / 1e6);
    System.out.printf(Locale.ROOT, "  learn a line        %8.2f µs%n", learning / 1e3 / lines);
    scoring(strategy, baskets, items);
    complementarity(strategy, items);
    snapshot(strategy);
  }

  private static ItemKnnStrategy learnAll(List<int[]> baskets) {
    ItemKnnStrategy strategy = Purchases.strategy(Map.of());
    for (int i = 0; i < baskets.size(); i++) {
      List<Observation> order = Purchases.order("order-" + i, baskets.get(i));
      strategy.learn(order);
    }
    return strategy;
  }

  private static void scoring(ItemKnnStrategy strategy, List<int[]> baskets, int items) {
    Shelf shelf = new Shelf(items);
    Random random = new Random(2);
    List<ScoringContext> questions = new ArrayList<>();
    while (questions.size() < CALLS) {
      int[] basket = baskets.get(random.nextInt(baskets.size()));
      if (basket.length >= 5) {
        questions.add(shelf.asks(60, Arrays.copyOf(basket, 5)));
      }
    }
    medianMicros(questions, strategy);
    double warm = medianMicros(questions, strategy);
    System.out.printf(Locale.ROOT, "  score               %8.1f µs, cart of 5%n", warm);

    long[] times = new long[CALLS];
    for (int i = 0; i < CALLS; i++) {
      int[] basket = baskets.get(random.nextInt(baskets.size()));
      strategy.learn(Purchases.order("live-" + i, basket));
      List<ScoringContext> batch = List.of(questions.get(i));
      long started = now();
      sink += strategy.score(batch).getFirst().size();
      times[i] = now() - started;
    }
    System.out.printf(
        Locale.ROOT,
        "  score while learning%8.1f µs, one order between two carts, p99 %.1f µs%n",
        percentile(times, 0.5),
        percentile(times, 0.99));
  }

  private static double medianMicros(List<ScoringContext> questions, ItemKnnStrategy strategy) {
    long[] times = new long[questions.size()];
    for (int i = 0; i < times.length; i++) {
      List<ScoringContext> batch = List.of(questions.get(i));
      long started = now();
      sink += strategy.score(batch).getFirst().size();
      times[i] = now() - started;
    }
    return percentile(times, 0.5);
  }

  private static void complementarity(ItemKnnStrategy strategy, int items) {
    complementarity(strategy, items, 1);
    complementarity(strategy, items, 200);
  }

  private static void complementarity(ItemKnnStrategy strategy, int items, int carts) {
    int[][] sets = new int[carts][];
    Random random = new Random(3);
    Shelf shelf = new Shelf(items);
    for (int i = 0; i < sets.length; i++) {
      var answer = strategy.score(List.of(shelf.asks(60, zipf(random, items)))).getFirst();
      sets[i] = new int[60];
      // The candidates of one answer, as the optimizer asks, filled up where there are fewer.
      for (int j = 0; j < 60; j++) {
        sets[i][j] = j < answer.size() ? answer.item(j) : (j * 31 + i) % items;
      }
    }
    float[] lift = new float[3_600];
    long[] times = new long[CALLS];
    for (int i = 0; i < CALLS; i++) {
      Arrays.fill(lift, 0);
      long started = now();
      strategy.complementarity(sets[i % sets.length], lift);
      times[i] = now() - started;
      sink += lift[1];
    }
    System.out.printf(
        Locale.ROOT,
        "  complementarity     %8.1f µs, 60 items, %d carts in turn%n",
        percentile(times, 0.5),
        carts);
  }

  private static void snapshot(ItemKnnStrategy strategy) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 24);
    long[] writing = new long[9];
    long[] reading = new long[9];
    for (int i = 0; i < writing.length; i++) {
      out.reset();
      long started = now();
      strategy.snapshot(out);
      writing[i] = now() - started;
      ItemKnnStrategy restored = Purchases.strategy(Map.of());
      started = now();
      restored.restore(new ByteArrayInputStream(out.toByteArray()));
      reading[i] = now() - started;
    }
    System.out.printf(
        Locale.ROOT,
        "  snapshot            %8.1f ms to write, %.1f ms to read, %.1f MB%n",
        percentile(writing, 0.5) / 1e3,
        percentile(reading, 0.5) / 1e3,
        out.size() / 1e6);
  }

  private static long now() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double percentile(long[] nanos, double share) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[(int) (sorted.length * share)] / 1e3;
  }
}
