package io.pannier.text;

import io.pannier.messages.Shop;
import io.pannier.spi.Product;
import java.util.List;
import java.util.function.Consumer;

/** Where a shop's whole catalogue can be read again. */
public interface CatalogueSource {
  /** Reads all products, page by page; returns when the last page was handed over. */
  void each(Shop shop, Consumer<List<Product>> pages);
}
