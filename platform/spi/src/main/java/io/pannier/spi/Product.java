package io.pannier.spi;

import java.util.List;
import java.util.Map;

/**
 * One product of one shop, as its owner last published it. Immutable.
 *
 * @param item ordinal in the shop's catalogue
 * @param sku the shop's own id
 * @param title what a shopper reads; the SKU where the shop gave none
 * @param category path from the root, parts joined by {@code " > "}; empty where unknown
 * @param brand empty where unknown
 * @param currency ISO 4217
 * @param price list price, minor units, ≥ 0
 * @param cost unit cost, minor units, ≥ 0
 * @param stock units that can be sold now, ≥ 0
 * @param sellable false for a SKU that so far appeared in events only, or that the shop withdrew
 * @param statedSince when the shop first stated it, milliseconds since the epoch; 0 where unknown
 */
public record Product(
    int item,
    String sku,
    String title,
    String category,
    String brand,
    String currency,
    long price,
    long cost,
    int stock,
    boolean sellable,
    List<String> tags,
    Map<String, String> attributes,
    List<Relation> relations,
    ProductStatistics statistics,
    long statedSince) {
  public Product {
    tags = List.copyOf(tags);
    attributes = Map.copyOf(attributes);
    relations = List.copyOf(relations);
  }

  /** A product of unknown age. */
  public Product(
      int item,
      String sku,
      String title,
      String category,
      String brand,
      String currency,
      long price,
      long cost,
      int stock,
      boolean sellable,
      List<String> tags,
      Map<String, String> attributes,
      List<Relation> relations,
      ProductStatistics statistics) {
    this(
        item,
        sku,
        title,
        category,
        brand,
        currency,
        price,
        cost,
        stock,
        sellable,
        tags,
        attributes,
        relations,
        statistics,
        0);
  }

  /** True when at least one unit may be offered. */
  public boolean available() {
    return sellable && stock > 0;
  }

  public Product withStatistics(ProductStatistics newStatistics, int newStock) {
    return new Product(
        item,
        sku,
        title,
        category,
        brand,
        currency,
        price,
        cost,
        newStock,
        sellable,
        tags,
        attributes,
        relations,
        newStatistics,
        statedSince);
  }

  /** The same, first stated then. */
  public Product statedSince(long since) {
    return new Product(
        item,
        sku,
        title,
        category,
        brand,
        currency,
        price,
        cost,
        stock,
        sellable,
        tags,
        attributes,
        relations,
        statistics,
        since);
  }
}
