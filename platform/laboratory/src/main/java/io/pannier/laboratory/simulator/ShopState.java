package io.pannier.laboratory.simulator;

import java.util.List;

/**
 * What a shop knows when it makes an offer.
 *
 * @param session number of the session within the episode, from 0
 * @param shopper number of the shopper; the same person has the same number in every episode
 * @param offer number of the offer within the session, from 0
 * @param cart products in the cart, as places in the catalogue, in the order in which they came
 * @param stock units left of each product of the catalogue; a copy
 */
public record ShopState(int session, int shopper, int offer, List<Integer> cart, int[] stock) {
  public ShopState {
    cart = List.copyOf(cart);
  }
}
