package io.pannier.plugins.transformer;

import io.pannier.kernels.api.WideSeeds;
import io.pannier.spi.EventType;
import io.pannier.spi.ShopperHistory;

/**
 * A context as the model reads it: the shopper's newest events, then the cart as if it had been
 * filled just now. Products that the model does not know say nothing to it and are left out.
 */
final class Question {
  private final int mostEvents;

  Question(int mostEvents) {
    this.mostEvents = mostEvents;
  }

  /**
   * Adds the sequence of a question to a pack.
   *
   * @return how many of its events, the last ones, are the cart's
   */
  int write(Asked asked, EventPack pack) {
    int[] cart = asked.cart();
    int inCart = 0;
    for (int item : cart) {
      inCart += asked.shelf().row(item) < 0 ? 0 : 1;
    }
    ShopperHistory history = asked.history();
    int room = Math.max(0, mostEvents - inCart);
    int from = history.size();
    while (from > 0 && room > 0) {
      from--;
      room -= readable(asked, from) ? 1 : 0;
    }
    for (int i = from; i < history.size(); i++) {
      if (readable(asked, i)) {
        int age = EventIds.seconds(history.times()[i], asked.now());
        add(asked, history.items()[i], history.type(i), age, pack);
      }
    }
    int skip = Math.max(0, inCart - mostEvents);
    for (int item : cart) {
      if (asked.shelf().row(item) >= 0 && skip-- <= 0) {
        add(asked, item, EventType.CART_ADDED, 0, pack);
      }
    }
    pack.endSequence();
    return Math.min(inCart, mostEvents);
  }

  /** Finds what neighbours are looked for: the whole cart and the newest of the history. */
  void read(Asked asked, WideSeeds seeds) {
    int[] cart = asked.cart();
    int[] rows = new int[cart.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = asked.shelf().row(cart[i]);
    }
    seeds.clear();
    seeds.addCart(rows);
    ShopperHistory history = asked.history();
    for (int i = history.size() - 1; i >= 0 && seeds.room(); i--) {
      if (readable(asked, i)) {
        long age = -(long) EventIds.seconds(history.times()[i], asked.now());
        seeds.addHistory(asked.shelf().row(history.items()[i]), age);
      }
    }
  }

  private void add(Asked asked, int item, EventType type, int time, EventPack pack) {
    Shelf shelf = asked.shelf();
    pack.add(shelf.row(item), shelf.category(item), shelf.price(item), type.ordinal(), time);
  }

  /** What is in the cart is read there, where it was put last. */
  private boolean readable(Asked asked, int event) {
    ShopperHistory history = asked.history();
    int item = history.items()[event];
    return asked.shelf().row(item) >= 0
        && EventIds.read(history.type(event))
        && !asked.inCart(item);
  }
}
