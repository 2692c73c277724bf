package io.pannier.store;

import io.pannier.messages.ShopperErased;
import io.vertx.core.Future;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Carries out one order to forget a shopper, in one transaction: all of it is done, or the order
 * stands.
 */
final class ErasureWork {
  private static final int PAGE_ROWS = 1_000;
  private static final String UPDATE =
      """
      update journal j set shopper = '', payload = u.payload
      from unnest($1::date[], $2::uuid[], $3::text[]) as u(day, key, payload)
      where j.day = u.day and j.key = u.key
      """;
  private static final List<String> SIMPLE =
      List.of(
          "delete from shopper_profile where shop = $1 and shopper = $2",
          "update decision set shopper = null, session = null where shop = $1 and shopper = $2",
          "update pending_outcome set shopper = '', payload = '{}'"
              + " where shop = $1 and shopper = $2",
          "delete from dead_letter where shop = $1 and shopper = $2");

  /** Experiments keep their figures, of somebody whom nothing leads to any more. */
  private static final List<String> UNNAMED =
      List.of(
          "update exposure set visitor = $3,"
              + " session = case session when 0 then 0 else hashint8extended(session, $3) end"
              + " where shop = $1 and visitor = $2",
          "update purchase set visitor = $3 where shop = $1 and visitor = $2");

  private record Order(UUID receipt, int shop, String shopper, long key) {}

  private final Database database;

  ErasureWork(Database database) {
    this.database = database;
  }

  /** Carries out the oldest order; empty when there is none. */
  Future<Optional<ShopperErased>> next() {
    return database.inTransaction(
        connection ->
            connection
                .preparedQuery(
                    "select receipt, shop, shopper, shopper_key from erasure where done_at is null"
                        + " order by ordered_at limit 1 for update skip locked")
                .execute()
                .compose(
                    rows -> {
                      if (rows.size() == 0) {
                        return Future.succeededFuture(Optional.<ShopperErased>empty());
                      }
                      Row row = rows.iterator().next();
                      return carryOut(
                              connection,
                              new Order(
                                  row.getUUID(0),
                                  row.getInteger(1),
                                  row.getString(2),
                                  row.getLong(3)))
                          .map(Optional::of);
                    }));
  }

  private Future<ShopperErased> carryOut(SqlConnection connection, Order order) {
    Future<Void> done = scrubJournal(connection, order);
    for (String sql : SIMPLE) {
      done =
          done.compose(
              nothing ->
                  connection
                      .preparedQuery(sql)
                      .execute(Tuple.of(order.shop(), order.shopper()))
                      .mapEmpty());
    }
    for (String sql : UNNAMED) {
      done =
          done.compose(
              nothing ->
                  connection
                      .preparedQuery(sql)
                      .execute(
                          Tuple.of(
                              order.shop(), order.key(), order.receipt().getLeastSignificantBits()))
                      .mapEmpty());
    }
    return done.compose(
            nothing ->
                connection
                    .preparedQuery(
                        "update erasure set done_at = now(), shopper = null where receipt = $1")
                    .execute(Tuple.of(order.receipt())))
        .map(rows -> new ShopperErased(order.shop(), order.key()));
  }

  private Future<Void> scrubJournal(SqlConnection connection, Order order) {
    return connection
        .prepare("select day, key, payload from journal where shop = $1 and shopper = $2")
        .compose(
            statement ->
                scrubPages(connection, statement.cursor(Tuple.of(order.shop(), order.shopper())))
                    .eventually(statement::close));
  }

  private Future<Void> scrubPages(SqlConnection connection, Cursor cursor) {
    return cursor
        .read(PAGE_ROWS)
        .compose(rows -> rows.size() == 0 ? Future.succeededFuture() : scrub(connection, rows))
        .compose(
            nothing ->
                cursor.hasMore() ? scrubPages(connection, cursor) : Future.succeededFuture());
  }

  private static Future<Void> scrub(SqlConnection connection, RowSet<Row> rows) {
    List<LocalDate> days = new ArrayList<>(rows.size());
    List<UUID> keys = new ArrayList<>(rows.size());
    List<String> payloads = new ArrayList<>(rows.size());
    for (Row row : rows) {
      days.add(row.getLocalDate(0));
      keys.add(row.getUUID(1));
      payloads.add(Scrubber.scrub(row.getString(2)));
    }
    return connection
        .preparedQuery(UPDATE)
        .execute(
            Tuple.tuple()
                .addArrayOfLocalDate(days.toArray(LocalDate[]::new))
                .addArrayOfUUID(keys.toArray(UUID[]::new))
                .addArrayOfString(payloads.toArray(String[]::new)))
        .mapEmpty();
  }
}
