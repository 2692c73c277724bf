package io.pannier.store;

import io.pannier.messages.Shop;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * What is kept about one shopper. The journal has no index by shopper, which would cost every event
 * to spare a few questions of people: the days are read one by one, newest first, until there is
 * enough or the time is over.
 */
public final class ShopperTrail {
  private static final int DAYS = 32;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final String EVENTS =
      "select payload from journal where day = $1 and shop = $2 and shopper = $3"
          + " order by seq desc limit $4";
  private static final String DECISIONS =
      "select d.*, null::bytea as candidates from decision d"
          + " where d.id >= $1 and d.id < $2 and d.shop = $3 and d.shopper = $4"
          + " order by d.id desc limit $5";

  private final Database database;
  private final InstantSource clock;

  ShopperTrail(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * The newest events of a shopper as they were sent, newest day first.
   *
   * @param shopper not empty
   */
  public Future<List<String>> events(Shop shop, String shopper, int limit) {
    List<String> found = new ArrayList<>();
    return days(
            0,
            System.nanoTime() + PATIENCE_NANOS,
            day ->
                database
                    .query(
                        EVENTS,
                        Tuple.of(day, shop.number(), Text.storable(shopper), limit - found.size()))
                    .map(
                        rows -> {
                          rows.forEach(row -> found.add(row.getString(0)));
                          return found.size() >= limit;
                        }))
        .map(done -> found);
  }

  /** The newest decisions for a shopper, newest first, without their candidates. */
  public Future<List<Decision>> decisions(Shop shop, String shopper, int limit) {
    List<Decision> found = new ArrayList<>();
    return days(
            0,
            System.nanoTime() + PATIENCE_NANOS,
            day ->
                database
                    .query(
                        DECISIONS,
                        Tuple.of(
                            firstOf(day),
                            firstOf(day.plusDays(1)),
                            shop.number(),
                            Text.storable(shopper),
                            limit - found.size()))
                    .map(
                        rows -> {
                          for (Row row : rows) {
                            found.add(Ledger.decision(row));
                          }
                          return found.size() >= limit;
                        }))
        .map(done -> found);
  }

  private interface Day {
    /** True when there is enough. */
    Future<Boolean> read(LocalDate day);
  }

  private Future<Void> days(int back, long untilNanos, Day step) {
    LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(back);
    return step.read(day)
        .compose(
            enough ->
                enough || back == DAYS || System.nanoTime() - untilNanos > 0
                    ? Future.succeededFuture()
                    : days(back + 1, untilNanos, step));
  }

  private static UUID firstOf(LocalDate day) {
    return new UUID(day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli() << 16, 0);
  }
}
