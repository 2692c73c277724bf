package io.pannier.app.demo.shop;

import io.pannier.messages.Shop;
import io.pannier.messages.json.Money;
import io.pannier.spi.Product;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the demo shop sells, in memory. Immutable. */
public final class Catalogue {
  private static final String NO_CATEGORY = "";

  private final Shop shop;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Product> bySku = new HashMap<>();
  private final Map<String, Integer> categories = new TreeMap<>();

  /** A product with its title as it is searched. */
  private record Entry(Product product, String words) {}

  public Catalogue(Shop shop, List<Product> products) {
    this.shop = shop;
    for (Product product : products) {
      if (product.sellable()) {
        String words = product.title() + " " + product.brand() + " " + product.sku();
        entries.add(new Entry(product, words.toLowerCase(Locale.ROOT)));
        bySku.put(product.sku(), product);
        if (!product.category().equals(NO_CATEGORY)) {
          categories.merge(product.category(), 1, Integer::sum);
        }
      }
    }
  }

  Shop shop() {
    return shop;
  }

  Optional<Product> find(String sku) {
    return Optional.ofNullable(bySku.get(sku));
  }

  /**
   * One page of what is found.
   *
   * @param query words that title, brand or SKU must hold; empty for all
   * @param category path of a category, which holds those below it; empty for all
   */
  JsonObject page(String query, String category, int offset, int limit) {
    String[] words = query.strip().toLowerCase(Locale.ROOT).split("\\s+");
    JsonArray page = new JsonArray();
    int found = 0;
    for (Entry entry : entries) {
      if (within(entry.product().category(), category) && holds(entry.words(), words)) {
        if (found >= offset && page.size() < limit) {
          page.add(json(entry.product()));
        }
        found++;
      }
    }
    JsonArray known = new JsonArray();
    categories.forEach(
        (path, count) -> known.add(new JsonObject().put("path", path).put("count", count)));
    return new JsonObject().put("products", page).put("total", found).put("categories", known);
  }

  JsonObject json(Product product) {
    return new JsonObject()
        .put("sku", product.sku())
        .put("title", product.title())
        .put("category", product.category())
        .put("brand", product.brand())
        .put("colour", product.attributes().getOrDefault("colour", ""))
        .put("stock", product.stock())
        .put("price", money(product.price()))
        .put("currency", product.currency());
  }

  /** An amount as the interface writes it. */
  BigDecimal money(long minorUnits) {
    return new BigDecimal(Money.json(minorUnits, shop.currencyDecimals()));
  }

  private static boolean within(String path, String category) {
    return category.isEmpty() || path.equals(category) || path.startsWith(category + " > ");
  }

  private static boolean holds(String text, String[] words) {
    for (String word : words) {
      if (!text.contains(word)) {
        return false;
      }
    }
    return true;
  }
}
