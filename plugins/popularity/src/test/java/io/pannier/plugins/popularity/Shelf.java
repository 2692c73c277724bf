package io.pannier.plugins.popularity;

import io.pannier.spi.Catalogue;
import io.pannier.spi.EventType;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ShopperHistory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A catalogue whose products can be changed, and questions about it. */
final class Shelf implements Catalogue {
  static final long NOW = 1_760_000_000_000L;

  final float[] weights = new float[EventType.count()];
  private @Nullable Product[] products;
  private long version = 1;

  /** As many products as numbers, each sold that often. */
  Shelf(float... sold) {
    products = new @Nullable Product[sold.length];
    for (int item = 0; item < sold.length; item++) {
      products[item] = product(item, 10, EventType.PURCHASED, sold[item]);
    }
    weights[EventType.PURCHASED.ordinal()] = 1;
    weights[EventType.CART_REMOVED.ordinal()] = -1;
  }

  private static Product product(int item, int stock, EventType type, float count) {
    float[] counts = new float[EventType.count()];
    counts[type.ordinal()] = count;
    return new Product(
        item,
        "sku-" + item,
        "Product " + item,
        "",
        "",
        "EUR",
        1_000,
        600,
        stock,
        true,
        List.of(),
        Map.of(),
        List.of(),
        new ProductStatistics(counts, NOW));
  }

  /** Publishes a product anew. */
  void publish(int item, int stock, EventType type, float count) {
    if (item >= products.length) {
      products = Arrays.copyOf(products, item + 1);
    }
    products[item] = product(item, stock, type, count);
    version++;
  }

  @Override
  public int size() {
    return products.length;
  }

  @Override
  public @Nullable Product product(int item) {
    return item >= 0 && item < products.length ? products[item] : null;
  }

  @Override
  public int item(String sku) {
    return Integer.parseInt(sku.substring("sku-".length()));
  }

  @Override
  public long version() {
    return version;
  }

  ScoringContext asks(int limit, int... cart) {
    return asks(limit, cart, ShopperHistory.EMPTY, null);
  }

  ScoringContext asks(int limit, int[] cart, ShopperHistory history, int @Nullable [] candidates) {
    int[] quantities = new int[cart.length];
    Arrays.fill(quantities, 1);
    return new ScoringContext(
        this, "home", cart, quantities, history, NOW, candidates, limit, weights, Map.of());
  }
}
