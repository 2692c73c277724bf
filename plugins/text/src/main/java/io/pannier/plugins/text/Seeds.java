package io.pannier.plugins.text;

import io.pannier.spi.ScoringContext;
import io.pannier.spi.ShopperHistory;

/**
 * The products that an answer should be like, with their weights: the newest of the cart with 1,
 * the newest of the history with less. Used again for each question. Not thread-safe.
 */
final class Seeds {
  private final TextSettings settings;
  private final int[] items;
  private final float[] weights;
  private int size;

  Seeds(TextSettings settings) {
    this.settings = settings;
    items = new int[settings.cartItems() + settings.historyItems()];
    weights = new float[items.length];
  }

  void read(ScoringContext context) {
    size = 0;
    int[] cart = context.cart();
    for (int i = Math.max(0, cart.length - settings.cartItems()); i < cart.length; i++) {
      add(cart[i], 1);
    }
    ShopperHistory history = context.history();
    int most = size + settings.historyItems();
    float largest = 0;
    for (float weight : context.eventWeights()) {
      largest = Math.max(largest, weight);
    }
    for (int i = history.size() - 1; i >= 0 && size < most; i--) {
      int item = history.items()[i];
      float weight = context.eventWeights()[history.types()[i]];
      if (item >= 0 && weight > 0 && !contains(item) && !context.inCart(item)) {
        add(item, (float) (settings.historyWeight() * weight / largest));
      }
    }
  }

  private void add(int item, float weight) {
    items[size] = item;
    weights[size++] = weight;
  }

  private boolean contains(int item) {
    for (int i = 0; i < size; i++) {
      if (items[i] == item) {
        return true;
      }
    }
    return false;
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
