package io.pannier.laboratory.simulator;

import java.util.List;

/**
 * A bundle as a shopper sees it.
 *
 * @param position place in the offer, from 0
 * @param skus what is in it
 * @param listPrice sum of the list prices, minor units
 * @param price what it costs, minor units
 */
public record ShownBundle(int position, List<String> skus, long listPrice, long price) {
  public ShownBundle {
    skus = List.copyOf(skus);
  }
}
