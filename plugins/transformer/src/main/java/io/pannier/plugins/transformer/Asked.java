package io.pannier.plugins.transformer;

import io.pannier.spi.BundlingContext;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ShopperHistory;

/**
 * Who asks, and with what in the cart.
 *
 * @param cart item ordinals, without repetition
 * @param history what the shopper did before
 * @param now event time of the question
 * @param shelf the products that the ordinals number
 */
record Asked(int[] cart, ShopperHistory history, long now, Shelf shelf) {
  static Asked of(ScoringContext context, Vocabulary vocabulary, Categories categories) {
    return new Asked(
        context.cart(),
        context.history(),
        context.now(),
        new CatalogueShelf(context.catalogue(), vocabulary, categories));
  }

  static Asked of(BundlingContext context, Shelf shelf) {
    return new Asked(context.cart(), context.history(), context.now(), shelf);
  }

  boolean inCart(int item) {
    for (int other : cart) {
      if (other == item) {
        return true;
      }
    }
    return false;
  }
}
