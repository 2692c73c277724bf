package io.pannier.app.demo.shop;

import io.pannier.spi.PannierException;
import io.pannier.spi.Product;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An order as it is priced: bundles at the price of their decision, everything else at list price.
 * Amounts are minor units.
 */
final class Order {
  private final Catalogue catalogue;
  private final String id;
  private final Map<String, Integer> open = new LinkedHashMap<>();
  private final List<Line> lines = new ArrayList<>();
  private long listTotal;
  private long total;

  /**
   * What is bought at one unit price.
   *
   * @param decision empty outside of bundles, as are the two that follow it
   */
  record Line(
      String sku, int quantity, long unitPrice, String decision, int bundle, int position) {}

  /**
   * A bundle that a decision has priced.
   *
   * @param quantities by SKU
   */
  record PricedBundle(
      String decision, int bundle, int position, Map<String, Integer> quantities, long discount) {
    PricedBundle {
      quantities = new LinkedHashMap<>(quantities);
    }
  }

  Order(Catalogue catalogue, String id, Map<String, Integer> wanted) {
    this.catalogue = catalogue;
    this.id = id;
    wanted.forEach(
        (sku, quantity) -> {
          Product product =
              catalogue
                  .find(sku)
                  .orElseThrow(
                      () ->
                          new PannierException(
                              StandardErrorCode.SKU_UNKNOWN, "the shop does not sell " + sku));
          if (quantity > product.stock()) {
            throw new PannierException(
                StandardErrorCode.QUANTITY_INVALID,
                product.title() + ": " + quantity + " wanted, " + product.stock() + " in stock");
          }
          open.put(sku, quantity);
        });
  }

  /**
   * Prices a part of the order as a bundle.
   *
   * @throws PannierException FIELD_INVALID if the order does not hold all of the bundle
   */
  void take(PricedBundle bundle) {
    long list = 0;
    for (Map.Entry<String, Integer> item : bundle.quantities().entrySet()) {
      if (open.getOrDefault(item.getKey(), 0) < item.getValue()) {
        throw new PannierException(
            StandardErrorCode.FIELD_INVALID, "the order does not hold the whole bundle");
      }
      list += price(item.getKey()) * item.getValue();
    }
    if (bundle.discount() < 0 || bundle.discount() > list) {
      throw new PannierException(
          StandardErrorCode.FIELD_INVALID, "the prices have changed since the bundle was offered");
    }
    long listBefore = 0;
    long given = 0;
    for (Map.Entry<String, Integer> item : bundle.quantities().entrySet()) {
      int quantity = item.getValue();
      long price = price(item.getKey());
      open.merge(item.getKey(), -quantity, Integer::sum);
      // The discount is spread by list price; what rounding leaves goes to the items that follow.
      listBefore += price * quantity;
      long share = list == 0 ? 0 : bundle.discount() * listBefore / list - given;
      given += share;
      spread(bundle, item.getKey(), quantity, price * quantity - share);
    }
  }

  /** An event has one unit price, so an amount that does not divide evenly makes two lines. */
  private void spread(PricedBundle from, String sku, int quantity, long amount) {
    int dearer = (int) (amount % quantity);
    long unit = amount / quantity;
    for (int part = 0; part < 2; part++) {
      int units = part == 0 ? quantity - dearer : dearer;
      if (units > 0) {
        add(new Line(sku, units, unit + part, from.decision(), from.bundle(), from.position()));
      }
    }
  }

  /** Prices what is not in bundles. */
  void takeRest() {
    open.forEach(
        (sku, quantity) -> {
          if (quantity > 0) {
            add(new Line(sku, quantity, price(sku), "", 0, 0));
          }
        });
    open.clear();
  }

  private void add(Line line) {
    lines.add(line);
    total += line.unitPrice() * line.quantity();
    listTotal += price(line.sku()) * line.quantity();
  }

  List<Line> lines() {
    return List.copyOf(lines);
  }

  long total() {
    return total;
  }

  /** One {@code purchased} event for each line, with the decision that brought it. */
  JsonArray events(String shopper, String session, Instant now) {
    JsonArray events = new JsonArray();
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      JsonObject event =
          new JsonObject()
              .put("id", id + "-" + i)
              .put("type", "purchased")
              .put("time", now.toString())
              .put("shopper", shopper)
              .put("session", session)
              .put("order", id)
              .put("sku", line.sku())
              .put("quantity", line.quantity())
              .put("price", catalogue.money(line.unitPrice()))
              .put("currency", catalogue.shop().currency());
      if (!line.decision().isEmpty()) {
        event
            .put("decision", line.decision())
            .put("bundle", line.bundle())
            .put("position", line.position());
      }
      events.add(event);
    }
    return events;
  }

  JsonObject receipt() {
    return new JsonObject()
        .put("order", id)
        .put("total", catalogue.money(total))
        .put("listTotal", catalogue.money(listTotal))
        .put("saving", catalogue.money(listTotal - total))
        .put("currency", catalogue.shop().currency());
  }

  private long price(String sku) {
    return catalogue.find(sku).map(Product::price).orElse(0L);
  }
}
