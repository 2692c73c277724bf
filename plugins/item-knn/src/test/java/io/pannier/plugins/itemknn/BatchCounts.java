package io.pannier.plugins.itemknn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Co-purchases counted from all orders at once with plain maps: the oracle. */
final class BatchCounts {
  final Map<Integer, Integer> supports = new HashMap<>();
  final Map<Long, Integer> pairs = new HashMap<>();
  final int orders;

  /** Lines are pairs of order and item. */
  BatchCounts(List<int[]> lines, int maxItemsPerOrder) {
    Map<Integer, Set<Integer>> baskets = new LinkedHashMap<>();
    for (int[] line : lines) {
      baskets.computeIfAbsent(line[0], _ -> new LinkedHashSet<>()).add(line[1]);
    }
    orders = baskets.size();
    baskets.forEach((order, items) -> count(sample(order, items, maxItemsPerOrder)));
  }

  private static List<Integer> sample(int order, Set<Integer> items, int most) {
    OpenOrder rule = new OpenOrder(key(order));
    List<Integer> sorted = new ArrayList<>(items);
    sorted.sort((a, b) -> a.equals(b) ? 0 : rule.before(a, b) ? -1 : 1);
    return sorted.subList(0, Math.min(most, sorted.size()));
  }

  private void count(List<Integer> items) {
    for (int a : items) {
      supports.merge(a, 1, Integer::sum);
      for (int b : items) {
        if (a != b) {
          pairs.merge(pair(a, b), 1, Integer::sum);
        }
      }
    }
  }

  static long pair(int a, int b) {
    return (long) a << 32 | b;
  }

  static long key(int order) {
    return OpenOrder.mix(order);
  }

  /** What an incremental count holds, in the same form. */
  static Map<Long, Integer> pairsOf(CoPurchases counts) {
    Map<Long, Integer> pairs = new HashMap<>();
    for (int item = 0; item < counts.items(); item++) {
      CountRow row = counts.rowOf(item);
      for (int slot = 0; row != null && slot < row.slots(); slot++) {
        if (row.countAt(slot) > 0) {
          pairs.put(pair(item, row.itemAt(slot)), row.countAt(slot));
        }
      }
    }
    return pairs;
  }

  static Map<Integer, Integer> supportsOf(CoPurchases counts) {
    Map<Integer, Integer> supports = new HashMap<>();
    for (int item = 0; item < counts.items(); item++) {
      if (counts.support(item) > 0) {
        supports.put(item, counts.support(item));
      }
    }
    return supports;
  }
}
