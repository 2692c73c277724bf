package io.pannier.store;

import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives each SKU of a shop a dense ordinal from 0, for ever. Looking up is done in memory, from any
 * thread; an ordinal is visible once it is durable.
 */
public final class ItemDictionary {
  private static final int GROUP_ROWS = 50_000;
  private static final int QUEUE_ROWS = 2_000_000;
  private static final int PAGE_ROWS = 50_000;
  private static final int LONGEST_SKU = 256;

  private record Wanted(int shop, List<String> skus) {}

  private final Database database;
  private final int maxItems;
  private final ConcurrentHashMap<Integer, ItemTable> tables = new ConcurrentHashMap<>();
  private final GroupCommit<Wanted, Boolean> assignments;

  ItemDictionary(Database database, int maxItems) {
    this.database = database;
    this.maxItems = maxItems;
    this.assignments =
        new GroupCommit<>(
            "item dictionary",
            database.vertx(),
            database.vertx().getOrCreateContext(),
            GROUP_ROWS,
            QUEUE_ROWS,
            wanted -> wanted.skus().size(),
            this::write);
  }

  /** The ordinal of a SKU, or -1. */
  public int find(int shop, String sku) {
    ItemTable table = tables.get(shop);
    return table == null ? -1 : table.find(sku);
  }

  /**
   * The SKU of an ordinal.
   *
   * @throws IndexOutOfBoundsException if the shop has no such item
   */
  public String sku(int shop, int item) {
    return table(shop).sku(item);
  }

  /** How many ordinals the shop has. */
  public int size(int shop) {
    ItemTable table = tables.get(shop);
    return table == null ? 0 : table.size();
  }

  /**
   * Gives an ordinal to each SKU that has none.
   *
   * @return fails with ITEMS_EXCEEDED when the shop has too many, with ID_INVALID for a SKU that
   *     cannot be stored; then none of these is assigned
   */
  public Future<Void> assign(Shop shop, Collection<String> skus) {
    ItemTable table = table(shop.number());
    LinkedHashSet<String> unknown = new LinkedHashSet<>();
    for (String sku : skus) {
      if (table.find(sku) < 0) {
        if (sku.isEmpty() || sku.length() > LONGEST_SKU || sku.indexOf('\0') >= 0) {
          return Future.failedFuture(
              new PannierException(
                  StandardErrorCode.ID_INVALID,
                  "SKU of " + sku.length() + " characters: expected 1 to 256, without NUL"));
        }
        unknown.add(sku);
      }
    }
    if (unknown.isEmpty()) {
      return Future.succeededFuture();
    }
    return assignments.write(new Wanted(shop.number(), List.copyOf(unknown))).mapEmpty();
  }

  /** Reads all SKUs of all shops. */
  Future<Void> load() {
    return load(-1, -1);
  }

  Future<Void> close() {
    return assignments.close();
  }

  private Future<Void> load(int shop, int item) {
    return database
        .query(
            "select shop, item, sku from item where (shop, item) > ($1, $2)"
                + " order by shop, item limit $3",
            Tuple.of(shop, item, PAGE_ROWS))
        .compose(
            rows -> {
              int lastShop = shop;
              int lastItem = item;
              for (Row row : rows) {
                lastShop = row.getInteger(0);
                lastItem = row.getInteger(1);
                table(lastShop).add(lastItem, row.getString(2));
              }
              return rows.size() < PAGE_ROWS ? Future.succeededFuture() : load(lastShop, lastItem);
            });
  }

  private ItemTable table(int shop) {
    return tables.computeIfAbsent(shop, number -> new ItemTable());
  }

  private Future<List<Boolean>> write(List<Wanted> requests) {
    List<Integer> shops = new ArrayList<>();
    List<Integer> items = new ArrayList<>();
    List<String> skus = new ArrayList<>();
    Map<Integer, LinkedHashSet<String>> added = new HashMap<>();
    for (Wanted wanted : requests) {
      ItemTable table = table(wanted.shop());
      LinkedHashSet<String> ofShop =
          added.computeIfAbsent(wanted.shop(), shop -> new LinkedHashSet<>());
      for (String sku : wanted.skus()) {
        if (table.find(sku) < 0 && ofShop.add(sku)) {
          shops.add(wanted.shop());
          items.add(table.size() + ofShop.size() - 1);
          skus.add(sku);
        }
      }
      if (table.size() + ofShop.size() > maxItems) {
        return Future.failedFuture(
            new PannierException(
                StandardErrorCode.ITEMS_EXCEEDED,
                "shop " + wanted.shop() + " would have more than " + maxItems + " items"));
      }
    }
    List<Boolean> done = Collections.nCopies(requests.size(), true);
    if (skus.isEmpty()) {
      return Future.succeededFuture(done);
    }
    return database
        .query(
            "insert into item (shop, item, sku)"
                + " select * from unnest($1::int[], $2::int[], $3::text[])",
            Tuple.of(
                shops.toArray(Integer[]::new),
                items.toArray(Integer[]::new),
                skus.toArray(String[]::new)))
        .recover(failure -> reconcile(requests, failure))
        .map(
            (RowSet<Row> rows) -> {
              for (int i = 0; i < skus.size(); i++) {
                if (table(shops.get(i)).find(skus.get(i)) < 0) {
                  table(shops.get(i)).add(items.get(i), skus.get(i));
                }
              }
              return done;
            });
  }

  /**
   * After a lost connection the rows may be there already, and another process may have added some:
   * either shows as a violation of uniqueness. What is there is read, then the rest is written.
   */
  private Future<RowSet<Row>> reconcile(List<Wanted> requests, Throwable failure) {
    if (!Database.isUniqueViolation(failure)) {
      return Future.failedFuture(failure);
    }
    Future<Void> read = Future.succeededFuture();
    for (int shop : requests.stream().mapToInt(Wanted::shop).distinct().toArray()) {
      read = read.compose(nothing -> loadShop(shop));
    }
    return read.compose(nothing -> write(requests)).compose(written -> database.query("select"));
  }

  private Future<Void> loadShop(int shop) {
    return database
        .query(
            "select item, sku from item where shop = $1 and item >= $2 order by item",
            Tuple.of(shop, size(shop)))
        .map(
            rows -> {
              rows.forEach(row -> table(shop).add(row.getInteger(0), row.getString(1)));
              return null;
            });
  }
}
