package io.pannier.plugins.itemknn;

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

/** A catalogue of products that are all alike, and questions about it. */
final class Shelf implements Catalogue {
  static final long NOW = 1_760_000_000_000L;

  private final @Nullable Product[] products;

  Shelf(int size) {
    products = new @Nullable Product[size];
    for (int item = 0; item < size; item++) {
      products[item] = product(item, 100, true);
    }
  }

  private static Product product(int item, int stock, boolean sellable) {
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
        sellable,
        List.of(),
        Map.of(),
        List.of(),
        ProductStatistics.NONE);
  }

  Shelf without(int item) {
    products[item] = null;
    return this;
  }

  Shelf soldOut(int item) {
    products[item] = product(item, 0, true);
    return this;
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
    return 1;
  }

  ScoringContext asks(int limit, int... cart) {
    return asks(limit, cart, ShopperHistory.EMPTY, null);
  }

  ScoringContext asks(int limit, int[] cart, ShopperHistory history, int @Nullable [] candidates) {
    int[] quantities = new int[cart.length];
    Arrays.fill(quantities, 1);
    float[] weights = new float[EventType.count()];
    weights[EventType.PURCHASED.ordinal()] = 1;
    weights[EventType.PRODUCT_VIEWED.ordinal()] = 0.1f;
    weights[EventType.OFFER_DISMISSED.ordinal()] = -0.5f;
    return new ScoringContext(
        this, "cart", cart, quantities, history, NOW, candidates, limit, weights, Map.of());
  }

  /** A history of one event. */
  static ShopperHistory once(EventType type, int item, long ago) {
    return new ShopperHistory(
        new int[] {item},
        new byte[] {(byte) type.ordinal()},
        new long[] {NOW - ago},
        new float[EventType.count()],
        0,
        0,
        NOW - ago);
  }
}
