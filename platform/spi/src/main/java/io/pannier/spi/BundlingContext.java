package io.pannier.spi;

import java.util.List;

/**
 * The question behind a bundling problem, for a strategy that composes for this shopper and this
 * cart: what is in the cart, what the shopper did, and what the products of both and the candidates
 * are called. It holds no more than that, so that the ledger can keep it and the same bundle can be
 * made again.
 *
 * @param named products of candidates, cart and history, in any order, each once; a product that is
 *     published no more has no name
 * @param cart item ordinals, without repetition; not copied
 * @param history what the shopper did before
 * @param now event time of the question
 */
public record BundlingContext(List<Named> named, int[] cart, ShopperHistory history, long now) {
  /** Where nobody told: the candidates are numbers with a relevance and a price. */
  public static final BundlingContext NONE =
      new BundlingContext(List.of(), new int[0], ShopperHistory.EMPTY, 0);

  /**
   * A product as it was when the question was asked.
   *
   * @param item ordinal
   * @param sku the shop's own id
   * @param category path from the root; empty where unknown
   * @param price list price, minor units, ≥ 0
   */
  public record Named(int item, String sku, String category, long price) {}

  public BundlingContext {
    named = List.copyOf(named);
  }

  /** True where nobody told. */
  public boolean none() {
    return named.isEmpty();
  }

  /** Whether an item lies in the cart, or the shopper did something with it. */
  public boolean holds(int item) {
    for (int other : cart) {
      if (other == item) {
        return true;
      }
    }
    for (int other : history.items()) {
      if (other == item) {
        return item >= 0;
      }
    }
    return false;
  }
}
