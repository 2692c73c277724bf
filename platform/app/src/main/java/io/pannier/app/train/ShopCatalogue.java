package io.pannier.app.train;

import io.pannier.spi.Catalogue;
import io.pannier.spi.Product;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The products of a shop as they stood when a training began. Immutable. */
final class ShopCatalogue implements Catalogue {
  private final @Nullable Product[] products;
  private final ToIntFunction<String> items;

  private ShopCatalogue(@Nullable Product[] products, ToIntFunction<String> items) {
    this.products = products;
    this.items = items;
  }

  /**
   * @param size one more than the highest ordinal
   */
  static ShopCatalogue of(List<Product> known, int size) {
    @Nullable Product[] products = new Product[size];
    Map<String, Integer> items = new HashMap<>();
    for (Product product : known) {
      products[product.item()] = product;
      items.put(product.sku(), product.item());
    }
    return new ShopCatalogue(products, sku -> items.getOrDefault(sku, -1));
  }

  @Override
  public int size() {
    return products.length;
  }

  @Override
  public @Nullable Product product(int item) {
    return item < 0 || item >= products.length ? null : products[item];
  }

  @Override
  public int item(String sku) {
    return items.applyAsInt(sku);
  }

  @Override
  public long version() {
    return 1;
  }
}
