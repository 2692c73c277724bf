package io.pannier.store;

import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The shops of the installation, all of them in memory. */
public final class Shops {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

  private final Database database;
  private final ConcurrentHashMap<String, Shop> byName = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Integer, Shop> byNumber = new ConcurrentHashMap<>();

  Shops(Database database) {
    this.database = database;
  }

  /**
   * A new shop.
   *
   * @param name {@code [a-z0-9-]{1,64}}
   * @param currency ISO 4217
   * @return fails with FIELD_INVALID if the name is taken or either cannot be used
   */
  public Future<Shop> create(String name, String currency) {
    if (!NAME.matcher(name).matches()) {
      return invalid("shop name `" + name + "`: expected 1 to 64 of a-z, 0-9 and -");
    }
    if (Currency.getAvailableCurrencies().stream()
        .noneMatch(known -> known.getCurrencyCode().equals(currency))) {
      return invalid("currency `" + currency + "`: expected an ISO 4217 code such as EUR");
    }
    return database
        .query(
            "insert into shop (name, currency) values ($1, $2) on conflict do nothing"
                + " returning number, name, currency",
            Tuple.of(name, currency))
        .compose(
            rows ->
                rows.size() == 0
                    ? invalid("shop `" + name + "` exists already")
                    : Future.succeededFuture(remember(rows.iterator().next())));
  }

  public Optional<Shop> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  public Optional<Shop> find(int number) {
    return Optional.ofNullable(byNumber.get(number));
  }

  /** All shops, by number. */
  public List<Shop> all() {
    return byNumber.values().stream().sorted(Comparator.comparingInt(Shop::number)).toList();
  }

  Future<Void> reload() {
    return database
        .query("select number, name, currency from shop")
        .map(
            (RowSet<Row> rows) -> {
              rows.forEach(this::remember);
              return null;
            });
  }

  private Shop remember(Row row) {
    Shop shop = new Shop(row.getInteger(0), row.getString(1), row.getString(2));
    byNumber.put(shop.number(), shop);
    byName.put(shop.name(), shop);
    return shop;
  }

  private static <T> Future<T> invalid(String message) {
    return Future.failedFuture(new PannierException(StandardErrorCode.FIELD_INVALID, message));
  }
}
