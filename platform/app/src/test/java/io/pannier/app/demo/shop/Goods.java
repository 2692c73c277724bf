package io.pannier.app.demo.shop;

import io.pannier.messages.Shop;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import java.util.List;
import java.util.Map;

/** A small catalogue in EUR. */
final class Goods {
  private Goods() {}

  static Catalogue catalogue() {
    return new Catalogue(
        new Shop(1, "demo", "EUR"),
        List.of(
            product(0, "A", "Fjordby mug, Sage", "Kitchen > Mugs", 1000, 5, true),
            product(1, "B", "Oakline mug, Navy", "Kitchen > Mugs", 333, 100, true),
            product(2, "C", "Oakline vase", "Home > Vases", 2500, 100, true),
            product(3, "D", "Withdrawn mug", "Kitchen > Mugs", 100, 100, false)));
  }

  private static Product product(
      int item, String sku, String title, String category, long price, int stock, boolean sold) {
    return new Product(
        item,
        sku,
        title,
        category,
        "",
        "EUR",
        price,
        price / 2,
        stock,
        sold,
        List.of(),
        Map.of(),
        List.of(),
        ProductStatistics.NONE);
  }
}
