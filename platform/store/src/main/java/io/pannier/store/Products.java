package io.pannier.store;

import io.pannier.messages.ProductDraft;
import io.pannier.messages.Shop;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjLongConsumer;

/** The catalogue: what each shop last said about its products. */
public final class Products {
  private static final int PAGE_ROWS = 2_000;
  private static final String UPSERT =
      """
      insert into product (shop, item, title, description, category, brand, currency, price, cost,
          stock, sellable, details, payload, stated_at)
      select $1, u.item, u.title, u.description, u.category, u.brand, u.currency, u.price, u.cost,
          u.stock, true, u.details, u.payload, now()
      from unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
          $8::bigint[], $9::bigint[], $10::int[], $11::text[], $12::text[])
        as u(item, title, description, category, brand, currency, price, cost, stock, details,
          payload)
      on conflict (shop, item) do update set
        title = excluded.title, description = excluded.description, category = excluded.category,
        brand = excluded.brand, currency = excluded.currency, price = excluded.price,
        cost = excluded.cost, stock = excluded.stock, sellable = excluded.sellable,
        details = excluded.details, payload = excluded.payload, stated_at = excluded.stated_at
      returning item, first_stated_at
      """;

  private final Database database;
  private final ItemDictionary items;

  Products(Database database, ItemDictionary items) {
    this.database = database;
    this.items = items;
  }

  /**
   * Stores products in place of what was known under their SKUs; of several with the same SKU the
   * last counts.
   *
   * @return what is stored now, one for each SKU, without statistics
   */
  public Future<List<Product>> put(Shop shop, List<ProductDraft> drafts) {
    if (drafts.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    Map<String, ProductDraft> bySku = new LinkedHashMap<>();
    Set<String> skus = new LinkedHashSet<>();
    for (ProductDraft draft : drafts) {
      bySku.put(draft.sku(), draft);
      skus.add(draft.sku());
      draft.relations().forEach(relation -> skus.add(relation.sku()));
    }
    return items.assign(shop, skus).compose(nothing -> upsert(shop, bySku.values()));
  }

  /**
   * Reads the whole catalogue of a shop, by ordinal.
   *
   * @param pages called with products and the time at which the shop stated them, milliseconds
   *     since the epoch; on the caller's context
   */
  public Future<Void> each(Shop shop, ObjLongConsumer<List<Product>> pages) {
    return page(shop, -1, pages);
  }

  private Future<Void> page(Shop shop, int after, ObjLongConsumer<List<Product>> pages) {
    return database
        .query(
            "select item, title, category, brand, currency, price, cost, stock, sellable, details,"
                + " first_stated_at, stated_at from product where shop = $1 and item > $2 order by"
                + " item limit $3",
            Tuple.of(shop.number(), after, PAGE_ROWS))
        .compose(
            rows -> {
              Map<OffsetDateTime, List<Product>> byTime = new LinkedHashMap<>();
              int last = after;
              for (Row row : rows) {
                Product product = product(shop, row);
                byTime
                    .computeIfAbsent(row.getOffsetDateTime(11), at -> new ArrayList<>())
                    .add(product);
                last = product.item();
              }
              byTime.forEach(
                  (at, products) -> pages.accept(products, at.toInstant().toEpochMilli()));
              return rows.size() < PAGE_ROWS ? Future.succeededFuture() : page(shop, last, pages);
            });
  }

  /**
   * Finds sellable products by a part of their title or the beginning of their SKU, shortest title
   * first. Reads the shop's catalogue through: for people, not for machines.
   */
  public Future<List<Product>> search(Shop shop, String query, int limit) {
    String escaped =
        Text.storable(query).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    return database
        .query(
            "select p.item, title, category, brand, currency, price, cost, stock, sellable,"
                + " details, first_stated_at from product p join item i on i.shop = p.shop and"
                + " i.item = p.item where p.shop = $1 and sellable and (title ilike $2 or i.sku"
                + " ilike $3) order by length(title), p.item limit $4",
            Tuple.of(shop.number(), "%" + escaped + "%", escaped + "%", limit))
        .map(rows -> rows.stream().map(row -> product(shop, row)).toList());
  }

  /** Those products of a shop that are known, in no order. */
  public Future<List<Product>> find(Shop shop, Collection<Integer> ordinals) {
    return database
        .query(
            "select item, title, category, brand, currency, price, cost, stock, sellable, details,"
                + " first_stated_at from product where shop = $1 and item = any($2)",
            Tuple.of(shop.number()).addArrayOfInteger(ordinals.toArray(Integer[]::new)))
        .map(rows -> rows.stream().map(row -> product(shop, row)).toList());
  }

  private Product product(Shop shop, Row row) {
    ProductDetails details = ProductDetails.read(row.getString(9));
    return new Product(
        row.getInteger(0),
        items.sku(shop.number(), row.getInteger(0)),
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        row.getLong(6),
        row.getInteger(7),
        row.getBoolean(8),
        details.tags(),
        details.attributes(),
        details.relations(),
        ProductStatistics.NONE,
        row.getOffsetDateTime(10).toInstant().toEpochMilli());
  }

  private Future<List<Product>> upsert(Shop shop, Collection<ProductDraft> drafts) {
    List<Product> products = new ArrayList<>(drafts.size());
    ProductColumns columns = new ProductColumns(drafts.size());
    for (ProductDraft draft : drafts) {
      ProductDetails details = ProductDetails.of(draft, sku -> items.find(shop.number(), sku));
      Product product =
          new Product(
              items.find(shop.number(), draft.sku()),
              draft.sku(),
              draft.title(),
              draft.category(),
              draft.brand(),
              draft.currency(),
              draft.price(),
              draft.cost(),
              draft.stock(),
              true,
              details.tags(),
              details.attributes(),
              details.relations(),
              ProductStatistics.NONE);
      columns.add(product, draft.description(), details.write(), draft.payload());
      products.add(product);
    }
    return database
        .query(UPSERT, columns.parameters(shop.number()))
        .map(
            rows -> {
              Map<Integer, Long> since = new HashMap<>();
              for (Row row : rows) {
                since.put(row.getInteger(0), row.getOffsetDateTime(1).toInstant().toEpochMilli());
              }
              return products.stream()
                  .map(product -> product.statedSince(since.getOrDefault(product.item(), 0L)))
                  .toList();
            });
  }
}
