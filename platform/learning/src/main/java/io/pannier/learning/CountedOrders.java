package io.pannier.learning;

import io.pannier.kernels.api.CoPurchases;
import io.pannier.kernels.api.OrderSample;
import io.pannier.kernels.api.TrainingOrders;
import java.util.Arrays;
import java.util.List;

/** Which items of each order are counted, and counts of a part of the orders. */
final class CountedOrders {
  private final List<int[]> samples;
  private final int items;

  CountedOrders(TrainingOrders orders) {
    OrderSample rule = new OrderSample(orders.vocabulary());
    int[][] all = new int[orders.count()][];
    Arrays.setAll(all, order -> rule.of(orders.keys()[order], orders.basket(order)));
    this.samples = List.of(all);
    this.items = orders.vocabulary().size();
  }

  /** The items of an order that are counted, ascending. */
  int[] sample(int order) {
    return samples.get(order);
  }

  /** Counts of the oldest orders. */
  CoPurchases first(int orders) {
    return CoPurchases.count(samples.subList(0, orders), items);
  }
}
