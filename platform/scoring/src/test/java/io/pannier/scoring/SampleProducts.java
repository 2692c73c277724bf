package io.pannier.scoring;

import io.pannier.spi.EventType;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ShopperHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Products and contexts made by hand. */
final class SampleProducts {
  private SampleProducts() {}

  static Product product(int item, int stock, float purchases) {
    float[] counts = new float[EventType.count()];
    counts[EventType.PURCHASED.ordinal()] = purchases;
    return new Product(
        item,
        "sku-" + item,
        "Title",
        "",
        "",
        "GBP",
        250,
        100,
        stock,
        true,
        List.of(),
        Map.of(),
        List.of(),
        new ProductStatistics(counts, 0));
  }

  /** Items 0 to {@code size} − 1; item i was bought i times; item 0 is out of stock. */
  static CatalogueTable catalogue(int size) {
    List<Product> products = new ArrayList<>();
    for (int item = 0; item < size; item++) {
      products.add(product(item, item == 0 ? 0 : 10, item));
    }
    return CatalogueTable.empty(sku -> Integer.parseInt(sku.substring(4))).with(products);
  }

  static ScoringContext context(CatalogueTable catalogue, int limit, int... cart) {
    return new ScoringContext(
        catalogue,
        "cart",
        cart,
        new int[cart.length],
        ShopperHistory.EMPTY,
        0,
        null,
        limit,
        new float[EventType.count()],
        Map.of());
  }
}
