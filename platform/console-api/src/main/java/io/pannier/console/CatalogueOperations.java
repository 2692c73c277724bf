package io.pannier.console;

import io.pannier.gateway.Answer;
import io.pannier.messages.Shop;
import io.pannier.spi.Product;
import io.pannier.store.Products;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Products by a part of their title or the beginning of their SKU, with what they cost. */
final class CatalogueOperations {
  private static final int PAGE = 20;
  private static final int LARGEST_PAGE = 100;
  private static final int LONGEST_QUERY = 256;

  private final Products products;

  CatalogueOperations(Products products) {
    this.products = products;
  }

  Future<Answer> search(AdminCall call) {
    Shop shop = call.shop();
    String query = call.query("q");
    if (query.length() > LONGEST_QUERY) {
      throw Fields.invalid("q", "at most " + LONGEST_QUERY + " characters");
    }
    return products
        .search(shop, query, (int) call.query("limit", PAGE, 1, LARGEST_PAGE))
        .map(
            found -> {
              JsonArray all = new JsonArray();
              found.forEach(product -> all.add(json(shop, product)));
              return Answer.json(200, new JsonObject().put("products", all));
            });
  }

  private static JsonObject json(Shop shop, Product product) {
    return new JsonObject()
        .put("sku", product.sku())
        .put("title", product.title())
        .put("price", ProductBook.money(shop, product.price()))
        .put("cost", ProductBook.money(shop, product.cost()))
        .put("stock", product.stock())
        .put("category", product.category())
        .put("brand", product.brand())
        .put("sellable", product.sellable());
  }
}
