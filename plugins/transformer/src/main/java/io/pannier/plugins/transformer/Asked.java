package io.pannier.plugins.transformer;

import io.pannier.spi.BundlingContext;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ShopperHistory;
import java.util.stream.IntStream;

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

  /** The same question of someone who never touched an item. */
  Asked without(int item) {
    int[] left = IntStream.of(cart).filter(other -> other != item).toArray();
    int[] kept =
        IntStream.range(0, history.size()).filter(i -> history.items()[i] != item).toArray();
    byte[] types = new byte[kept.length];
    for (int i = 0; i < kept.length; i++) {
      types[i] = history.types()[kept[i]];
    }
    ShopperHistory before =
        new ShopperHistory(
            IntStream.of(kept).map(i -> history.items()[i]).toArray(),
            types,
            IntStream.of(kept).mapToLong(i -> history.times()[i]).toArray(),
            history.counts(),
            history.orders(),
            history.spend(),
            history.lastSeen());
    return new Asked(left, before, now, shelf);
  }
}
