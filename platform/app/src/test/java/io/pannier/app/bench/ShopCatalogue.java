package io.pannier.app.bench;

import io.pannier.laboratory.orders.ProductLine;
import io.pannier.laboratory.simulator.FittedShop;
import io.pannier.spi.Catalogue;
import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The catalogue of a fitted shop as strategies see it, with all in stock. */
final class ShopCatalogue implements Catalogue {
  private static final int PLENTY = 1_000_000;

  private final List<Product> products = new ArrayList<>();
  private final Map<String, Integer> items = new HashMap<>();

  ShopCatalogue(FittedShop shop, List<List<Observation>> history) {
    List<ProductLine> lines = shop.truth().products();
    float[] bought = new float[lines.size()];
    history.forEach(order -> order.forEach(line -> bought[line.item()]++));
    for (int item = 0; item < lines.size(); item++) {
      ProductLine line = lines.get(item);
      float[] counts = new float[EventType.count()];
      counts[EventType.PURCHASED.ordinal()] = bought[item];
      items.put(line.sku(), item);
      products.add(
          new Product(
              item,
              line.sku(),
              line.title(),
              line.category(),
              line.brand(),
              "GBP",
              line.price(),
              line.cost(),
              PLENTY,
              true,
              line.tags(),
              line.attributes(),
              List.of(),
              new ProductStatistics(counts, history.size() * 1_000L)));
    }
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
    return 1;
  }
}
