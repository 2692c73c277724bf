package io.pannier.store;

import io.pannier.messages.Shop;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often strategies in shadow would have chosen what was shown. Counted in memory and written
 * every few seconds: a process that is killed loses the last ones, of a figure that is a sample
 * anyway.
 */
public final class Shadows {
  private static final Logger LOG = LoggerFactory.getLogger(Shadows.class);
  private static final long WRITE_MILLIS = 5_000;
  private static final String ADD =
      """
      insert into shadow_agreement as s
        (shop, placement, strategy, incumbent, day, compared, agreed, overlap)
      values ($1, $2, $3, $4, $5, $6, $7, $8)
      on conflict (shop, placement, strategy, incumbent, day) do update set
        compared = s.compared + excluded.compared, agreed = s.agreed + excluded.agreed,
        overlap = s.overlap + excluded.overlap
      """;

  /**
   * Who was compared with whom.
   *
   * @param strategy {@code name@version} in shadow, followed by a space and its model's id where it
   *     has one
   * @param incumbent the same of what was shown
   */
  public record Pair(int shop, String placement, String strategy, String incumbent) {}

  /**
   * What came of it.
   *
   * @param compared decisions of which both chose
   * @param agreed of these, with the same first choice
   * @param overlap mean share of what both chose, 0 to 1
   */
  public record Tally(
      String placement,
      String strategy,
      String incumbent,
      long compared,
      long agreed,
      double overlap) {}

  private record Row(Pair pair, LocalDate day) {}

  private record Sums(long compared, long agreed, double overlap) {
    Sums plus(Sums other) {
      return new Sums(compared + other.compared, agreed + other.agreed, overlap + other.overlap);
    }
  }

  private final Database database;
  private final InstantSource clock;
  private Map<Row, Sums> open = new HashMap<>();
  private Future<Void> inFlight = Future.succeededFuture();
  private long timer = -1;

  Shadows(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Notes one comparison. Thread-safe; returns at once. */
  public synchronized void compared(Pair pair, boolean agreed, double overlap) {
    LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(clock.millis()), ZoneOffset.UTC);
    open.merge(new Row(pair, day), new Sums(1, agreed ? 1 : 0, overlap), Sums::plus);
  }

  /** What was noted of a shop in the last days, by pair; what is not written yet is written. */
  public Future<List<Tally>> of(Shop shop, int days) {
    LocalDate since =
        LocalDate.ofInstant(Instant.ofEpochMilli(clock.millis()), ZoneOffset.UTC).minusDays(days);
    return write()
        .compose(
            written ->
                database.query(
                    "select placement, strategy, incumbent, sum(compared)::bigint as compared,"
                        + " sum(agreed)::bigint as agreed, sum(overlap) as overlap"
                        + " from shadow_agreement where shop = $1 and day >= $2"
                        + " group by placement, strategy, incumbent"
                        + " order by placement, strategy, incumbent",
                    Tuple.of(shop.number(), since)))
        .map(
            rows ->
                rows.stream()
                    .map(
                        row ->
                            new Tally(
                                row.getString("placement"),
                                row.getString("strategy"),
                                row.getString("incumbent"),
                                row.getLong("compared"),
                                row.getLong("agreed"),
                                row.getDouble("overlap") / row.getLong("compared")))
                    .toList());
  }

  void keepWriting() {
    timer =
        database
            .vertx()
            .setPeriodic(
                WRITE_MILLIS,
                tick -> write().onFailure(e -> LOG.warn("shadows are not written down", e)));
  }

  Future<Void> close() {
    database.vertx().cancelTimer(timer);
    return write();
  }

  /** Completes when everything that was noted before is written, also by a write under way. */
  private synchronized Future<Void> write() {
    if (!open.isEmpty()) {
      Map<Row, Sums> taken = open;
      open = new HashMap<>();
      inFlight = inFlight.transform(before -> add(taken));
    }
    return inFlight;
  }

  private Future<Void> add(Map<Row, Sums> taken) {
    List<Tuple> rows = new ArrayList<>();
    // In one order everywhere: two processes that add to the same rows cannot block each other.
    taken.entrySet().stream()
        .sorted(java.util.Comparator.comparing(entry -> entry.getKey().toString()))
        .forEach(
            entry -> {
              Pair pair = entry.getKey().pair();
              Sums sums = entry.getValue();
              rows.add(
                  Tuple.of(pair.shop(), pair.placement(), pair.strategy(), pair.incumbent())
                      .addLocalDate(entry.getKey().day())
                      .addLong(sums.compared())
                      .addLong(sums.agreed())
                      .addDouble(sums.overlap()));
            });
    return database
        .batch(ADD, rows)
        .onFailure(
            e -> {
              synchronized (this) {
                taken.forEach((row, sums) -> open.merge(row, sums, Sums::plus));
              }
            });
  }
}
