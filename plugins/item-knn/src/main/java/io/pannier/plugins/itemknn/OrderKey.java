package io.pannier.plugins.itemknn;

import io.pannier.spi.Observation;

/**
 * The 64-bit key of the order that a purchase line belongs to. Two of a million open orders share a
 * key with a probability of 3 in 10^8.
 */
final class OrderKey {
  private static final long HOUR = 3_600_000;

  private OrderKey() {}

  /**
   * The hash of the order id; a line without one belongs with the other lines of its shopper in the
   * same hour, and that of an unknown shopper stands alone.
   */
  static long of(Observation line) {
    String order = line.order();
    if (order != null) {
      long hash = 0xCBF29CE484222325L;
      for (int i = 0; i < order.length(); i++) {
        hash = OpenOrder.mix(hash ^ order.charAt(i));
      }
      return hash;
    }
    if (line.shopper() != 0) {
      return OpenOrder.mix(OpenOrder.mix(line.shopper()) + Math.floorDiv(line.time(), HOUR));
    }
    return OpenOrder.mix(OpenOrder.mix(line.time()) + ~(long) line.item());
  }
}
