package io.pannier.laboratory.simulator;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** How often products were bought, and each two of them together. */
final class PairCounts {
  /** Pairs bought together less often are taken for chance. */
  private static final int LEAST_TOGETHER = 20;

  private final int[][] together;
  private final int[] single;
  private final int orders;

  /** Two products, the first with the lower number. */
  record Pair(int first, int second) {}

  /** Counts; memory grows with the square of the products. */
  PairCounts(int products, int[][] baskets) {
    together = new int[products][];
    single = new int[products];
    orders = baskets.length;
    for (int p = 0; p < products; p++) {
      together[p] = new int[p];
    }
    for (int[] basket : baskets) {
      for (int a : basket) {
        single[a]++;
        for (int b : basket) {
          if (b < a) {
            together[a][b]++;
          }
        }
      }
    }
  }

  int of(int product) {
    return single[product];
  }

  int of(int first, int second) {
    return first == second ? 0 : together[Math.max(first, second)][Math.min(first, second)];
  }

  /** The pairs that were bought together most often, most often first. */
  List<Pair> most(int count) {
    return IntStream.range(0, together.length)
        .boxed()
        .flatMap(
            a ->
                IntStream.range(0, a)
                    .filter(b -> together[a][b] >= LEAST_TOGETHER)
                    .mapToObj(b -> new Pair(b, a)))
        .sorted(
            Comparator.comparingInt((Pair pair) -> -of(pair.first(), pair.second()))
                .thenComparingInt(Pair::first)
                .thenComparingInt(Pair::second))
        .limit(count)
        .toList();
  }

  /**
   * Orders with both beyond what chance brings, over the orders with the rarer one: 0 to 1, and 0
   * where they are rarely seen together.
   */
  double affinity(int first, int second) {
    int both = of(first, second);
    if (both < LEAST_TOGETHER) {
      return 0;
    }
    double chance = (double) single[first] * single[second] / orders;
    return Math.clamp((both - chance) / Math.min(single[first], single[second]), 0, 1);
  }

  /** The products that go along with one beyond chance, the strongest first. */
  int[] companions(int product, int count) {
    double[] excess = excess(product);
    return IntStream.range(0, single.length)
        .filter(other -> excess[other] > 0 && of(product, other) >= LEAST_TOGETHER / 4)
        .boxed()
        .sorted(Comparator.comparingDouble(other -> -excess[other]))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** How much more often each product was bought along with one than chance brings. */
  double[] excess(int product) {
    double[] excess = new double[single.length];
    Arrays.setAll(
        excess, other -> of(product, other) - (double) single[product] * single[other] / orders);
    return excess;
  }
}
