package io.pannier.spi;

import org.jspecify.annotations.Nullable;

/** An immutable view of one shop's products. Reading it takes no lock and allocates nothing. */
public interface Catalogue {
  /** One more than the highest ordinal; some ordinals below it may have no product. */
  int size();

  /**
   * @return the product, or null where the ordinal is out of range or nothing is published for it
   */
  @Nullable Product product(int item);

  /**
   * @return the ordinal of a SKU, or -1
   */
  int item(String sku);

  /** Grows with every publication; equal versions mean equal contents. */
  long version();
}
