package io.pannier.store;

import io.pannier.messages.Shop;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;

/** What could not be taken is kept here with the reason, never thrown away. */
public final class DeadLetters {
  private final Database database;

  DeadLetters(Database database) {
    this.database = database;
  }

  /** Completes when the letters are durable. */
  public Future<Void> add(List<DeadLetter> letters) {
    if (letters.isEmpty()) {
      return Future.succeededFuture();
    }
    Tuple parameters =
        Tuple.tuple()
            .addArrayOfString(
                letters.stream().map(l -> Text.storable(l.source())).toArray(String[]::new))
            .addArrayOfInteger(letters.stream().map(DeadLetter::shop).toArray(Integer[]::new))
            .addArrayOfString(
                letters.stream().map(l -> Text.storable(l.shopper())).toArray(String[]::new))
            .addArrayOfString(letters.stream().map(DeadLetter::code).toArray(String[]::new))
            .addArrayOfString(
                letters.stream().map(l -> Text.storable(l.reason())).toArray(String[]::new))
            .addArrayOfBuffer(letters.stream().map(DeadLetter::payload).toArray(Buffer[]::new))
            .addArrayOfOffsetDateTime(
                letters.stream()
                    .map(l -> l.time().atOffset(ZoneOffset.UTC))
                    .toArray(OffsetDateTime[]::new));
    return database
        .query(
            "insert into dead_letter (source, shop, shopper, code, reason, payload, time)"
                + " select * from unnest($1::text[], $2::int[], $3::text[], $4::text[],"
                + " $5::text[], $6::bytea[], $7::timestamptz[])",
            parameters)
        .mapEmpty();
  }

  /** The newest letters, newest first. */
  public Future<List<DeadLetter>> list(int limit) {
    return database
        .query(
            "select source, shop, shopper, code, reason, payload, time from dead_letter"
                + " order by id desc limit $1",
            Tuple.of(limit))
        .map(rows -> rows.stream().map(DeadLetters::letter).toList());
  }

  /**
   * The newest letters of a shop, and of no shop that could be read, newest first.
   *
   * @param before only those with a smaller number
   */
  public Future<List<KeptLetter>> list(Shop shop, long before, int limit) {
    return database
        .query(
            "select source, shop, shopper, code, reason, payload, time, id from dead_letter"
                + " where shop in (0, $1) and id < $2 order by id desc limit $3",
            Tuple.of(shop.number(), before, limit))
        .map(rows -> rows.stream().map(DeadLetters::kept).toList());
  }

  /** The letters of these numbers that a shop may see. */
  public Future<List<KeptLetter>> find(Shop shop, Collection<Long> ids) {
    return database
        .query(
            "select source, shop, shopper, code, reason, payload, time, id from dead_letter"
                + " where shop in (0, $1) and id = any($2) order by id",
            Tuple.of(shop.number()).addArrayOfLong(ids.toArray(Long[]::new)))
        .map(rows -> rows.stream().map(DeadLetters::kept).toList());
  }

  /** Removes letters that have found their way after all. */
  public Future<Void> remove(Collection<Long> ids) {
    return ids.isEmpty()
        ? Future.succeededFuture()
        : database
            .query(
                "delete from dead_letter where id = any($1)",
                Tuple.tuple().addArrayOfLong(ids.toArray(Long[]::new)))
            .mapEmpty();
  }

  /** How many letters a shop may see, counted up to a number. */
  public Future<Long> count(Shop shop, int most) {
    return database
        .query(
            "select count(*) from (select from dead_letter where shop in (0, $1) limit $2) as some",
            Tuple.of(shop.number(), most))
        .map(rows -> rows.iterator().next().getLong(0));
  }

  private static KeptLetter kept(Row row) {
    return new KeptLetter(row.getLong(7), letter(row));
  }

  public Future<Long> count() {
    return database
        .query("select count(*) from dead_letter")
        .map(rows -> rows.iterator().next().getLong(0));
  }

  private static DeadLetter letter(Row row) {
    return new DeadLetter(
        row.getString(0),
        row.getInteger(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getBuffer(5),
        row.getOffsetDateTime(6).toInstant());
  }
}
