package io.pannier.store;

import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which shops want a second person for their live changes. What is in memory says how to ask; the
 * database decides, whoever asks and whatever this process knows.
 */
public final class Approvals {
  private static final String PUT =
      """
      insert into shop_approval (shop, required, author, reason) values ($1, true, $2, $3)
      on conflict (shop) do update
        set required = true, author = $2, reason = $3, approved = null, made_at = now()
        where not shop_approval.required
      """;

  private final Database database;
  private final Map<Integer, ShopApproval> byShop = new ConcurrentHashMap<>();

  Approvals(Database database) {
    this.database = database;
  }

  /** True where changes take a second person. */
  public boolean required(Shop shop) {
    return find(shop).map(ShopApproval::required).orElse(false);
  }

  /** The rule of a shop; empty where nobody ever made one. */
  public Optional<ShopApproval> find(Shop shop) {
    return Optional.ofNullable(byShop.get(shop.number()));
  }

  /**
   * From now on changes take a second person.
   *
   * @return fails with CONFLICT where there is none who could approve
   */
  public Future<Void> require(Shop shop, String author, String reason) {
    return database
        .inTransaction(
            connection ->
                connection
                    .preparedQuery(
                        "select from account where name <> $1 and disabled_at is null"
                            + " and role in ('operator', 'admin') limit 1")
                    .execute(Tuple.of(author))
                    .compose(
                        others ->
                            others.size() == 0
                                ? Future.failedFuture(
                                    new PannierException(
                                        StandardErrorCode.CONFLICT,
                                        "nobody else may approve; make another operator first"))
                                : connection
                                    .preparedQuery(PUT)
                                    .execute(
                                        Tuple.of(
                                            shop.number(),
                                            Text.storable(author),
                                            Text.storable(reason)))))
        .compose(done -> reload());
  }

  Future<Void> reload() {
    return database
        .query("select shop, required, author, reason, made_at from shop_approval")
        .map(
            rows -> {
              rows.forEach(
                  row -> {
                    Instant madeAt = row.getOffsetDateTime(4).toInstant();
                    ShopApproval read =
                        new ShopApproval(
                            row.getBoolean(1),
                            row.getString(2),
                            row.getString(3),
                            madeAt,
                            Text.micros(madeAt));
                    // What was asked earlier may be answered later; it must not win.
                    byShop.merge(
                        row.getInteger(0),
                        read,
                        (known, fresh) -> known.revision() > fresh.revision() ? known : fresh);
                  });
              return null;
            });
  }
}
