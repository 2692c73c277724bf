package io.pannier.plugins.transformer;

import io.pannier.spi.EventType;
import io.pannier.spi.Product;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ShopperHistory;

/**
 * A context as the model reads it: the shopper's newest events, then the cart as if it had been
 * filled just now. Products that are younger than the model say nothing to it and are left out.
 */
final class Question {
  private final int mostEvents;
  private final int knownItems;

  /**
   * @param knownItems items of the model's vocabulary
   */
  Question(int mostEvents, int knownItems) {
    this.mostEvents = mostEvents;
    this.knownItems = knownItems;
  }

  /** Adds the context's sequence to a pack. */
  void write(ScoringContext context, EventPack pack) {
    int[] cart = context.cart();
    int inCart = 0;
    for (int item : cart) {
      inCart += known(item) ? 1 : 0;
    }
    ShopperHistory history = context.history();
    int room = Math.max(0, mostEvents - inCart);
    int from = history.size();
    while (from > 0 && room > 0) {
      from--;
      room -= readable(context, from) ? 1 : 0;
    }
    for (int i = from; i < history.size(); i++) {
      if (readable(context, i)) {
        int age = EventIds.seconds(history.times()[i], context.now());
        add(context, history.items()[i], history.type(i), age, pack);
      }
    }
    int skip = Math.max(0, inCart - mostEvents);
    for (int item : cart) {
      if (known(item) && skip-- <= 0) {
        add(context, item, EventType.CART_ADDED, 0, pack);
      }
    }
    pack.endSequence();
  }

  private void add(ScoringContext context, int item, EventType type, int time, EventPack pack) {
    Product product = context.catalogue().product(item);
    pack.add(item, EventIds.price(product == null ? -1 : product.price()), type.ordinal(), time);
  }

  /** What is in the cart is read there, where it was put last. */
  private boolean readable(ScoringContext context, int event) {
    ShopperHistory history = context.history();
    int item = history.items()[event];
    return known(item) && EventIds.read(history.type(event)) && !context.inCart(item);
  }

  private boolean known(int item) {
    return item >= 0 && item < knownItems;
  }
}
