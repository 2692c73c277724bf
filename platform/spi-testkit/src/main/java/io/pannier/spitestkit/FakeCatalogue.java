package io.pannier.spitestkit;

import io.pannier.spi.Catalogue;
import io.pannier.spi.Product;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A catalogue held in memory. Immutable. */
public final class FakeCatalogue implements Catalogue {
  private final List<@Nullable Product> products;
  private final Map<String, Integer> items = new HashMap<>();
  private final long version;

  private FakeCatalogue(List<@Nullable Product> products, long version) {
    this.products = products;
    this.version = version;
    for (Product product : products) {
      if (product != null) {
        items.put(product.sku(), product.item());
      }
    }
  }

  /** A catalogue without products. */
  public static FakeCatalogue empty() {
    return new FakeCatalogue(List.of(), 0);
  }

  /** A catalogue of these products; ordinals between theirs have none. */
  public static FakeCatalogue of(List<Product> products) {
    int size = 0;
    for (Product product : products) {
      size = Math.max(size, product.item() + 1);
    }
    return of(products, size);
  }

  /**
   * @param size number of ordinals; those for which no product is given have none
   */
  public static FakeCatalogue of(List<Product> products, int size) {
    List<@Nullable Product> byItem = new ArrayList<>();
    for (int item = 0; item < size; item++) {
      byItem.add(null);
    }
    for (Product product : products) {
      byItem.set(product.item(), product);
    }
    return new FakeCatalogue(byItem, 1);
  }

  /** A copy in which one product is another, with the next version. */
  public FakeCatalogue with(Product changed) {
    List<@Nullable Product> copy = new ArrayList<>(products);
    copy.set(changed.item(), changed);
    return new FakeCatalogue(copy, version + 1);
  }

  @Override
  public int size() {
    return products.size();
  }

  @Override
  public @Nullable Product product(int item) {
    return item < 0 || item >= products.size() ? null : products.get(item);
  }

  @Override
  public int item(String sku) {
    return items.getOrDefault(sku, -1);
  }

  @Override
  public long version() {
    return version;
  }
}
