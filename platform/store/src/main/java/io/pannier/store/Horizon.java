package io.pannier.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that every day to come has its partitions, and drops those that are kept no longer.
 */
final class Horizon {
  private static final Logger LOG = LoggerFactory.getLogger(Horizon.class);

  private final Database database;
  private final InstantSource clock;
  private final Duration candidatesKept;
  private volatile long endMillis;
  private long timer = -1;

  Horizon(Database database, InstantSource clock, Duration candidatesKept) {
    this.database = database;
    this.clock = clock;
    this.candidatesKept = candidatesKept;
  }

  /** First moment that has no partition yet, milliseconds since the epoch. */
  long endMillis() {
    return endMillis;
  }

  Future<Void> extend() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return database
        .query("select extend_horizon($1)", Tuple.of(today))
        .compose(
            rows -> {
              LocalDate end = rows.iterator().next().getLocalDate(0);
              endMillis = end.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
              LocalDate before =
                  LocalDate.ofInstant(clock.instant().minus(candidatesKept), ZoneOffset.UTC);
              return database.query("select drop_candidates($1)", Tuple.of(before));
            })
        .compose(rows -> database.query("select index_closed_days($1)", Tuple.of(today)))
        .mapEmpty();
  }

  void keepExtending(Duration interval) {
    timer =
        database
            .vertx()
            .setPeriodic(
                interval.toMillis(),
                tick ->
                    extend()
                        .onFailure(
                            failure ->
                                LOG.warn("partitions are extended later: {}", failure.toString())));
  }

  void close() {
    database.vertx().cancelTimer(timer);
  }
}
