package io.pannier.plugins.transformer;

import io.pannier.kernels.api.WideSeeds;
import io.pannier.spi.EventType;
import io.pannier.spi.Product;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ShopperHistory;

/**
 * A context as the model reads it: the shopper's newest events, then the cart as if it had been
 * filled just now. Products that the model does not know say nothing to it and are left out.
 */
final class Question {
  private final int mostEvents;
  private final Vocabulary vocabulary;

  Question(int mostEvents, Vocabulary vocabulary) {
    this.mostEvents = mostEvents;
    this.vocabulary = vocabulary;
  }

  /**
   * Adds the context's sequence to a pack.
   *
   * @return how many of its events, the last ones, are the cart's
   */
  int write(ScoringContext context, EventPack pack) {
    int[] cart = context.cart();
    int inCart = 0;
    for (int item : cart) {
      inCart += vocabulary.row(item) < 0 ? 0 : 1;
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
      if (vocabulary.row(item) >= 0 && skip-- <= 0) {
        add(context, item, EventType.CART_ADDED, 0, pack);
      }
    }
    pack.endSequence();
    return Math.min(inCart, mostEvents);
  }

  /** Finds what neighbours are looked for: the whole cart and the newest of the history. */
  void read(ScoringContext context, WideSeeds seeds) {
    int[] cart = context.cart();
    int[] rows = new int[cart.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = vocabulary.row(cart[i]);
    }
    seeds.clear();
    seeds.addCart(rows);
    ShopperHistory history = context.history();
    for (int i = history.size() - 1; i >= 0 && seeds.room(); i--) {
      if (readable(context, i)) {
        long age = -(long) EventIds.seconds(history.times()[i], context.now());
        seeds.addHistory(vocabulary.row(history.items()[i]), age);
      }
    }
  }

  private void add(ScoringContext context, int item, EventType type, int time, EventPack pack) {
    Product product = context.catalogue().product(item);
    int price = EventIds.price(product == null ? -1 : product.price());
    pack.add(vocabulary.row(item), price, type.ordinal(), time);
  }

  /** What is in the cart is read there, where it was put last. */
  private boolean readable(ScoringContext context, int event) {
    ShopperHistory history = context.history();
    int item = history.items()[event];
    return vocabulary.row(item) >= 0 && EventIds.read(history.type(event)) && !context.inCart(item);
  }
}
