package io.pannier.laboratory.simulator;

import io.pannier.laboratory.simulator.PairCounts.Pair;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What orders look like.
 *
 * @param meanSize distinct products of an order
 * @param sizes its quartiles
 * @param prices quartiles of the unit prices paid, minor units
 * @param repeatRate share of the products in a known shopper's later orders that the shopper had
 *     bought before
 * @param logLifts natural logarithm of the co-purchase lift of each of some pairs; half an order is
 *     counted where there is none
 */
record OrderFigures(
    double meanSize, double[] sizes, double[] prices, double repeatRate, double[] logLifts) {
  /**
   * @param shoppers -1 for unknown
   * @param paid all prices paid, in any order
   */
  static OrderFigures of(int[][] baskets, int[] shoppers, long[] paid, List<Pair> pairs) {
    double[] sizes = Arrays.stream(baskets).mapToDouble(basket -> basket.length).toArray();
    double[] prices = Arrays.stream(paid).asDoubleStream().toArray();
    return new OrderFigures(
        Arrays.stream(sizes).average().orElse(0),
        quartiles(sizes),
        quartiles(prices),
        repeatRate(baskets, shoppers),
        logLifts(baskets, pairs));
  }

  double meanLogLift() {
    return Arrays.stream(logLifts).average().orElse(0);
  }

  private static double[] quartiles(double[] values) {
    Arrays.sort(values);
    double[] quartiles = new double[3];
    for (int q = 0; q < 3 && values.length > 0; q++) {
      quartiles[q] = values[(q + 1) * values.length / 4];
    }
    return quartiles;
  }

  private static double repeatRate(int[][] baskets, int[] shoppers) {
    Map<Integer, Set<Integer>> before = new HashMap<>();
    long repeated = 0;
    long later = 0;
    for (int b = 0; b < baskets.length; b++) {
      if (shoppers[b] < 0) {
        continue;
      }
      Set<Integer> known = before.get(shoppers[b]);
      if (known == null) {
        known = new HashSet<>();
        before.put(shoppers[b], known);
      } else {
        later += baskets[b].length;
        for (int product : baskets[b]) {
          repeated += known.contains(product) ? 1 : 0;
        }
      }
      for (int product : baskets[b]) {
        known.add(product);
      }
    }
    return later == 0 ? 0 : (double) repeated / later;
  }

  private static double[] logLifts(int[][] baskets, List<Pair> pairs) {
    Map<Integer, Integer> slots = new HashMap<>();
    for (Pair pair : pairs) {
      slots.putIfAbsent(pair.first(), slots.size());
      slots.putIfAbsent(pair.second(), slots.size());
    }
    int[] first = pairs.stream().mapToInt(pair -> slot(slots, pair.first())).toArray();
    int[] second = pairs.stream().mapToInt(pair -> slot(slots, pair.second())).toArray();
    int[] single = new int[slots.size()];
    int[] both = new int[pairs.size()];
    boolean[] here = new boolean[slots.size()];
    for (int[] basket : baskets) {
      Arrays.fill(here, false);
      for (int product : basket) {
        Integer slot = slots.get(product);
        if (slot != null) {
          here[slot] = true;
          single[slot]++;
        }
      }
      for (int k = 0; k < both.length; k++) {
        both[k] += here[first[k]] && here[second[k]] ? 1 : 0;
      }
    }
    double[] lifts = new double[both.length];
    for (int k = 0; k < lifts.length; k++) {
      double chance =
          Math.max(0.5, single[first[k]]) * Math.max(0.5, single[second[k]]) / baskets.length;
      lifts[k] = StrictMath.log(Math.max(0.5, both[k]) / chance);
    }
    return lifts;
  }

  private static int slot(Map<Integer, Integer> slots, int product) {
    return slots.getOrDefault(product, 0);
  }
}
