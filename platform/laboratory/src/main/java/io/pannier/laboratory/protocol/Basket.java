package io.pannier.laboratory.protocol;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * One order.
 *
 * @param shopper key of the shopper; 0 for unknown
 * @param time milliseconds since the epoch
 * @param lines in the order in which they were written
 */
record Basket(String order, long shopper, long time, List<Line> lines) {
  Basket {
    lines = List.copyOf(lines);
  }

  /**
   * @param quantity units
   * @param price unit price paid in minor units; -1 where the data has none
   */
  record Line(String sku, int quantity, long price) {
    /** A unit of something of which no price is known. */
    static Line of(String sku) {
      return new Line(sku, 1, -1);
    }
  }

  /** Each product once, in the order of the lines. */
  List<String> skus() {
    LinkedHashSet<String> skus = new LinkedHashSet<>();
    lines.forEach(line -> skus.add(line.sku()));
    return List.copyOf(skus);
  }
}
