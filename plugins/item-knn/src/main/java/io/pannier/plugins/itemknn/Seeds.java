package io.pannier.plugins.itemknn;

import io.pannier.spi.ScoringContext;
import io.pannier.spi.ShopperHistory;

/**
 * The items that a question is answered from, with their weights: those of the cart, and the newest
 * ones that the shopper touched before. Used again for each question. Not thread-safe.
 *
 * <p>An item of the cart weighs 1. An item of the history weighs {@code historyWeight · w(type) /
 * max w · 2^(−age / halfLife)} of the event for which that is largest, where w are the placement's
 * event weights; types that count for nothing or against a product are no seeds.
 */
final class Seeds {
  private final ItemKnnConfig config;
  private final int[] items;
  private final float[] weights;
  private int size;

  Seeds(ItemKnnConfig config) {
    this.config = config;
    items = new int[config.cartItems() + config.historyItems()];
    weights = new float[items.length];
  }

  void read(ScoringContext context) {
    size = 0;
    int[] cart = context.cart();
    for (int i = Math.max(0, cart.length - config.cartItems()); i < cart.length; i++) {
      items[size] = cart[i];
      weights[size++] = 1;
    }
    if (config.historyWeight() > 0) {
      readHistory(context);
    }
  }

  private void readHistory(ScoringContext context) {
    float best = 0;
    for (float weight : context.eventWeights()) {
      best = Math.max(best, weight);
    }
    ShopperHistory history = context.history();
    int inCart = size;
    int most = inCart + config.historyItems();
    double halfLife = config.historyHalfLifeHours() * 3_600_000;
    for (int i = history.size() - 1; i >= 0; i--) {
      int item = history.items()[i];
      float typeWeight = context.eventWeights()[history.types()[i]];
      if (item < 0 || !(typeWeight > 0) || context.inCart(item)) {
        continue;
      }
      double age = Math.max(0, context.now() - history.times()[i]);
      float weight =
          (float) (config.historyWeight() * typeWeight / best * Math.pow(2, -age / halfLife));
      int at = find(item, inCart);
      if (at < size) {
        weights[at] = Math.max(weights[at], weight);
      } else if (size < most) {
        items[size] = item;
        weights[size++] = weight;
      }
    }
  }

  private int find(int item, int from) {
    int at = from;
    while (at < size && items[at] != item) {
      at++;
    }
    return at;
  }

  int size() {
    return size;
  }

  int item(int index) {
    return items[index];
  }

  float weight(int index) {
    return weights[index];
  }
}
