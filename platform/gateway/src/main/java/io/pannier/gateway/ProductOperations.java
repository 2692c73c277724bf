package io.pannier.gateway;

import io.pannier.messages.Shop;
import io.pannier.messages.json.Money;
import io.pannier.spi.PannierException;
import io.pannier.spi.Product;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Looks products up, for people who know a title and not a SKU. */
final class ProductOperations {
  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 100;
  private static final int MAX_QUERY = 256;

  private final KeyGate gate;
  private final ProductSearch products;

  ProductOperations(KeyGate gate, ProductSearch products) {
    this.gate = gate;
    this.products = products;
  }

  Future<Answer> search(RoutingContext ctx) {
    return gate.admit(ctx, Scopes.OFFERS)
        .compose(
            admission ->
                products
                    .find(admission.shop(), query(ctx), limit(ctx))
                    .map(found -> Answer.json(200, json(admission.shop(), found))));
  }

  private static String query(RoutingContext ctx) {
    String query = ctx.request().getParam("query", "").strip();
    if (query.isEmpty() || query.length() > MAX_QUERY || query.indexOf('\0') >= 0) {
      throw new PannierException(
          StandardErrorCode.FIELD_INVALID, "query must have 1 to " + MAX_QUERY + " characters");
    }
    return query;
  }

  private static int limit(RoutingContext ctx) {
    String text = ctx.request().getParam("limit", Integer.toString(DEFAULT_LIMIT));
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Told below, as a number out of range is.
    }
    throw new PannierException(
        StandardErrorCode.FIELD_INVALID, "limit must be a whole number from 1 to " + MAX_LIMIT);
  }

  private static Buffer json(Shop shop, List<Product> found) {
    Buffer json = Buffer.buffer("{\"products\":[");
    for (int i = 0; i < found.size(); i++) {
      Product product = found.get(i);
      json.appendString(i == 0 ? "{\"sku\":" : ",{\"sku\":")
          .appendString(Json.encode(product.sku()))
          .appendString(",\"title\":")
          .appendString(Json.encode(product.title()))
          .appendString(",\"price\":")
          .appendString(Money.json(product.price(), shop.currencyDecimals()))
          .appendString(",\"currency\":")
          .appendString(Json.encode(product.currency()))
          .appendString("}");
    }
    return json.appendString("]}");
  }
}
