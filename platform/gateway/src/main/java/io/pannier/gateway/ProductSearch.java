package io.pannier.gateway;

import io.pannier.messages.Shop;
import io.pannier.spi.Product;
import io.vertx.core.Future;
import java.util.List;

/** Finds products of a shop by a part of their title or the beginning of their SKU. */
@FunctionalInterface
public interface ProductSearch {
  Future<List<Product>> find(Shop shop, String query, int limit);
}
