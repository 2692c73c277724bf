package io.pannier.laboratory.traffic;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What one visit has in its cart, and which of it came from a bundle: a purchase that an offer led
 * to has to say so, or nobody could tell what offers are worth.
 */
final class VisitCart {
  private final Map<String, Integer> quantities = new LinkedHashMap<>();
  private final List<FromBundle> fromBundles = new ArrayList<>();

  /**
   * @param outcome decision, bundle and position
   * @param unitPrice paid, after the bundle's discount
   */
  private record FromBundle(JsonObject outcome, String sku, int quantity, BigDecimal unitPrice) {}

  void put(String sku, int quantity) {
    quantities.merge(sku, quantity, Integer::sum);
  }

  /** Puts all items of a bundle in; each bears its share of the discount. */
  void accept(JsonObject outcome, JsonObject bundle) {
    BigDecimal list = decimal(bundle, "listPrice");
    BigDecimal paid = decimal(bundle, "price");
    for (Object element : bundle.getJsonArray("items")) {
      JsonObject item = (JsonObject) element;
      BigDecimal price = decimal(item, "price");
      BigDecimal unit =
          list.signum() == 0
              ? price
              : price.multiply(paid).divide(list, price.scale(), RoundingMode.HALF_UP);
      String sku = item.getString("sku");
      int quantity = item.getInteger("quantity");
      put(sku, quantity);
      fromBundles.add(new FromBundle(outcome, sku, quantity, unit));
    }
  }

  boolean isEmpty() {
    return quantities.isEmpty();
  }

  Set<String> skus() {
    return quantities.keySet();
  }

  JsonArray lines() {
    JsonArray lines = new JsonArray();
    quantities.forEach((sku, quantity) -> lines.add(EventScript.sku(sku, quantity)));
    return lines;
  }

  /**
   * The fields of the purchases of this cart: first what came from bundles, then the rest.
   *
   * @param otherwise price and currency of what no bundle brought
   */
  List<JsonObject> purchases(String order, Function<String, JsonObject> otherwise) {
    List<JsonObject> purchases = new ArrayList<>();
    Map<String, Integer> left = new LinkedHashMap<>(quantities);
    for (FromBundle line : fromBundles) {
      left.merge(line.sku(), -line.quantity(), Integer::sum);
      purchases.add(
          purchase(order, line.sku(), line.quantity(), otherwise)
              .put("price", line.unitPrice())
              .mergeIn(line.outcome()));
    }
    left.forEach(
        (sku, quantity) -> {
          if (quantity > 0) {
            purchases.add(purchase(order, sku, quantity, otherwise));
          }
        });
    return purchases;
  }

  private static JsonObject purchase(
      String order, String sku, int quantity, Function<String, JsonObject> otherwise) {
    return EventScript.sku(sku, quantity).put("order", order).mergeIn(otherwise.apply(sku));
  }

  private static BigDecimal decimal(JsonObject json, String field) {
    return new BigDecimal(String.valueOf(json.getValue(field)));
  }
}
