package io.pannier.console;

import io.pannier.messages.Shop;
import io.pannier.spi.Product;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The products that an answer speaks of, by their ordinals, and their money as it is told. */
final class ProductBook {
  private final Store store;
  private final Shop shop;
  private final Map<Integer, Product> byItem;

  private ProductBook(Store store, Shop shop, Map<Integer, Product> byItem) {
    this.store = store;
    this.shop = shop;
    this.byItem = byItem;
  }

  static Future<ProductBook> ofItems(Store store, Shop shop, Collection<Integer> items) {
    return store
        .products()
        .find(shop, Set.copyOf(items))
        .map(
            found -> {
              Map<Integer, Product> byItem = new HashMap<>();
              found.forEach(product -> byItem.put(product.item(), product));
              return new ProductBook(store, shop, byItem);
            });
  }

  static Future<ProductBook> ofSkus(Store store, Shop shop, Collection<String> skus) {
    return ofItems(
        store,
        shop,
        skus.stream()
            .map(sku -> store.items().find(shop.number(), sku))
            .filter(item -> item >= 0)
            .collect(Collectors.toSet()));
  }

  /** What identifies a product: {@code sku} and, where it is known, {@code title}. */
  JsonObject name(int item) {
    Product product = byItem.get(item);
    return product == null
        ? new JsonObject().put("sku", item < 0 ? "" : store.items().sku(shop.number(), item))
        : new JsonObject().put("sku", product.sku()).put("title", product.title());
  }

  JsonObject name(String sku) {
    int item = store.items().find(shop.number(), sku);
    return item < 0 ? new JsonObject().put("sku", sku) : name(item);
  }

  /** Adds price and cost of today, where the product is known. */
  JsonObject withMoney(JsonObject candidate, String sku) {
    Product product = byItem.get(store.items().find(shop.number(), sku));
    return product == null
        ? candidate
        : candidate
            .put("price", money(shop, product.price()))
            .put("cost", money(shop, product.cost()));
  }

  /** Minor units as the number that is told. */
  static BigDecimal money(Shop shop, long minor) {
    return BigDecimal.valueOf(minor, shop.currencyDecimals());
  }
}
