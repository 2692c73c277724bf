package io.pannier.laboratory.simulator;

import io.pannier.laboratory.orders.OnlineRetail;
import io.pannier.laboratory.orders.ProductLine;
import io.pannier.laboratory.orders.RetailRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Past orders as sets of products, in the order of their times, with the catalogue behind them.
 *
 * @param products the catalogue; costs and stock are derived by rule, as in an import
 * @param baskets for each order its products, as places in the catalogue, none twice; not copied
 * @param shoppers for each order the number of its shopper, from 0; -1 where the file names none;
 *     not copied
 * @param paid unit prices that were paid, minor units, one for each product of each order, in the
 *     same order; not copied
 */
record PastOrders(List<ProductLine> products, int[][] baskets, int[] shoppers, long[] paid) {
  /** Orders of an Online Retail file: what the protocol {@code within-basket} reads. */
  static PastOrders of(List<RetailRow> rows, long seed) {
    List<RetailRow> kept =
        rows.stream().filter(row -> Character.isDigit(row.sku().charAt(0))).toList();
    List<ProductLine> products = OnlineRetail.products(kept, seed);
    Map<String, Integer> places = new HashMap<>();
    for (int p = 0; p < products.size(); p++) {
      places.put(products.get(p).sku(), p);
    }
    Map<String, Map<Integer, RetailRow>> orders = new LinkedHashMap<>();
    for (RetailRow row : kept) {
      Integer place = places.get(row.sku());
      if (place != null) {
        orders.computeIfAbsent(row.invoice(), _ -> new LinkedHashMap<>()).putIfAbsent(place, row);
      }
    }
    List<Map<Integer, RetailRow>> sorted = new ArrayList<>(orders.values());
    sorted.sort(Comparator.comparingLong(order -> order.values().iterator().next().time()));
    Map<String, Integer> numbers = new HashMap<>();
    int[][] baskets = new int[sorted.size()][];
    int[] shoppers = new int[sorted.size()];
    List<Long> paid = new ArrayList<>();
    for (int b = 0; b < baskets.length; b++) {
      Map<Integer, RetailRow> order = sorted.get(b);
      baskets[b] = order.keySet().stream().mapToInt(Integer::intValue).toArray();
      order.values().forEach(row -> paid.add(row.price()));
      String name = order.values().iterator().next().shopper();
      shoppers[b] = name.isEmpty() ? -1 : numbers.computeIfAbsent(name, _ -> numbers.size());
    }
    long[] prices = paid.stream().mapToLong(Long::longValue).toArray();
    return new PastOrders(products, baskets, shoppers, prices);
  }

  /** The prices that were paid for each product. */
  long[][] pricesPaid() {
    long[][] prices = new long[products.size()][];
    int[] counts = new int[products.size()];
    for (int[] basket : baskets) {
      for (int product : basket) {
        counts[product]++;
      }
    }
    for (int p = 0; p < prices.length; p++) {
      prices[p] = new long[counts[p]];
    }
    int at = 0;
    for (int[] basket : baskets) {
      for (int product : basket) {
        prices[product][--counts[product]] = paid[at++];
      }
    }
    return prices;
  }

  /** The sizes of each shopper's orders; those of unknown shoppers under -1. */
  Map<Integer, int[]> sizes() {
    Map<Integer, int[]> sizes = new HashMap<>();
    for (int b = 0; b < baskets.length; b++) {
      int size = baskets[b].length;
      sizes.merge(
          shoppers[b],
          new int[] {size},
          (known, more) -> {
            int[] grown = Arrays.copyOf(known, known.length + 1);
            grown[known.length] = more[0];
            return grown;
          });
    }
    return sizes;
  }
}
