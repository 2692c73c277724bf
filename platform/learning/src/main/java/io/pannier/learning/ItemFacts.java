package io.pannier.learning;

import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.TrainingOrders;
import java.util.Arrays;

/**
 * What is known of each item beside its number: the category and the price bucket of the newest
 * event with it; −1 where there is none.
 *
 * @param categories (items)
 * @param prices (items)
 */
record ItemFacts(int[] categories, int[] prices) {
  static ItemFacts of(TrainingOrders orders) {
    EventBatch events = orders.events();
    int[] categories = new int[orders.vocabulary().size()];
    int[] prices = new int[categories.length];
    Arrays.fill(categories, -1);
    Arrays.fill(prices, -1);
    for (int t = 0; t < events.sequences().tokens(); t++) {
      int item = events.items()[t];
      if (item >= 0) {
        categories[item] = events.categories()[t];
        prices[item] = events.prices()[t] < 0 ? prices[item] : events.prices()[t];
      }
    }
    return new ItemFacts(categories, prices);
  }
}
