package io.pannier.store;

import io.pannier.messages.EventsJournaled;
import io.pannier.messages.EventsJournaled.JournaledEvent;
import io.pannier.messages.ShopEvent;
import io.pannier.spi.EventType;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Outcomes and the decisions that they answer. Follows the journal; an outcome whose decision is
 * not known, or is another shop's, waits, and in the end goes to the dead letters.
 */
public final class Outcomes {
  private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);
  private static final int GROUP_ROWS = 2_000;
  private static final int QUEUE_ROWS = 200_000;
  private static final long SETTLE_MILLIS = 1_000;
  // A decision is written within moments of its answer, so only the newest are looked at often.
  private static final Duration NEW = Duration.ofMinutes(2);
  private static final String COLUMNS =
      "event_key, decision, shop, type, time, bundle, position, item, quantity, price, value";

  // The owner is looked up row by row, so that only the partition of the id is touched.
  private static final String JOIN =
      """
      with input as materialized (
        select u.*, (select d.shop from decision d where d.id = u.decision) as owner
        from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::timestamptz[], $6::int[],
            $7::int[], $8::int[], $9::int[], $10::bigint[], $11::float8[], $12::text[],
            $13::text[])
          as u(%1$s, shopper, payload)),
      progress as (
        insert into outcome_progress select * from unnest($15::smallint[], $16::bigint[])
        on conflict (lane) do update
          set last_seq = greatest(outcome_progress.last_seq, excluded.last_seq)),
      pending as (
        insert into pending_outcome (%1$s, shopper, payload, expires_at)
        select %1$s, shopper, payload, $14 from input where owner is distinct from shop
        on conflict do nothing)
      insert into outcome (%1$s) select %1$s from input where owner = shop
      on conflict do nothing returning %1$s
      """
          .formatted(COLUMNS);
  private static final String SETTLE =
      """
      with due as materialized (
        select p.*, (select d.shop from decision d where d.id = p.decision) as owner
        from pending_outcome p where expires_at >= $1),
      gone as (
        delete from pending_outcome p using due
        where p.event_key = due.event_key and due.owner = due.shop)
      insert into outcome (%1$s) select %1$s from due where owner = shop
      on conflict do nothing returning %1$s
      """
          .formatted(COLUMNS);
  private static final String EXPIRE =
      """
      with gone as (delete from pending_outcome where expires_at < $1 returning *)
      insert into dead_letter (source, shop, shopper, code, reason, payload, time)
      select 'outcomes', shop, shopper, 'DECISION_UNKNOWN',
        'outcome names decision ' || decision || ', which the shop does not have',
        convert_to(payload, 'UTF8'), $1
      from gone
      """;

  private final Database database;
  private final InstantSource clock;
  private final Duration kept;
  private final GroupCommit<EventsJournaled, Boolean> commits;
  private final List<Consumer<List<Outcome>>> listeners = new CopyOnWriteArrayList<>();
  private long timer = -1;

  Outcomes(Database database, StoreConfig config, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.kept = config.pendingOutcomesKept();
    this.commits =
        new GroupCommit<>(
            "outcomes",
            database.vertx(),
            database.vertx().getOrCreateContext(),
            GROUP_ROWS,
            QUEUE_ROWS,
            journaled -> journaled.events().size(),
            this::write);
  }

  /** Calls back with outcomes that were joined for the first time. */
  public void onJoined(Consumer<List<Outcome>> listener) {
    listeners.add(listener);
  }

  /**
   * Takes the outcomes out of what was journaled and joins them. Joining again changes nothing.
   *
   * @return completes when each is joined or waits durably
   */
  public Future<Void> join(EventsJournaled journaled) {
    List<JournaledEvent> outcomes =
        journaled.events().stream().filter(event -> isOutcome(event.event())).toList();
    if (outcomes.isEmpty()) {
      return Future.succeededFuture();
    }
    return commits
        .write(
            new EventsJournaled(
                journaled.lane(), journaled.fromOffset(), journaled.toOffset(), outcomes))
        .mapEmpty();
  }

  /** Up to which offset of each lane outcomes are joined; the journal is replayed from there. */
  public Future<Map<Integer, Long>> covered() {
    return database
        .query("select lane, last_seq from outcome_progress")
        .map(
            rows -> {
              Map<Integer, Long> covered = new HashMap<>();
              rows.forEach(row -> covered.put(row.getShort(0).intValue(), row.getLong(1)));
              return covered;
            });
  }

  /**
   * Notes that everything up to these offsets is joined, also where it held no outcome, so that the
   * next start need not look there again.
   */
  public Future<Void> extend(Map<Integer, Long> offsets) {
    Short[] lanes = offsets.keySet().stream().map(Integer::shortValue).toArray(Short[]::new);
    Long[] last = offsets.values().toArray(Long[]::new);
    return database
        .query(
            "insert into outcome_progress select * from unnest($1::smallint[], $2::bigint[])"
                + " on conflict (lane) do update"
                + " set last_seq = greatest(outcome_progress.last_seq, excluded.last_seq)",
            Tuple.tuple().addArrayOfShort(lanes).addArrayOfLong(last))
        .mapEmpty();
  }

  /** The outcomes of a decision, by time. */
  public Future<List<Outcome>> of(int shop, UUID decision) {
    return database
        .query(
            "select "
                + COLUMNS
                + " from outcome where decision = $1 and shop = $2 order by time, event_key",
            Tuple.of(decision, shop))
        .map(Outcomes::outcomes);
  }

  /** Joins what waits to the decisions that have come meanwhile, and gives up what is too old. */
  Future<Void> settle() {
    OffsetDateTime now = Text.time(clock.millis());
    return settleFrom(now).compose(all -> database.query(EXPIRE, Tuple.of(now))).mapEmpty();
  }

  /** Looks at the newest every second, at all of them with the maintenance. */
  void keepSettling(Duration maintenance) {
    long[] sinceAll = {0};
    timer =
        database
            .vertx()
            .setPeriodic(
                SETTLE_MILLIS,
                tick -> {
                  sinceAll[0] += SETTLE_MILLIS;
                  boolean all = sinceAll[0] >= maintenance.toMillis();
                  sinceAll[0] = all ? 0 : sinceAll[0];
                  (all ? settle() : settleFrom(Text.time(clock.millis()).plus(kept).minus(NEW)))
                      .onFailure(
                          failure -> LOG.debug("pending outcomes wait on: {}", failure.toString()));
                });
  }

  Future<Void> close() {
    database.vertx().cancelTimer(timer);
    return commits.close();
  }

  private Future<Void> settleFrom(OffsetDateTime firstExpiry) {
    return database
        .query(SETTLE, Tuple.of(firstExpiry))
        .map(
            rows -> {
              tell(rows);
              return null;
            });
  }

  private Future<List<Boolean>> write(List<EventsJournaled> groups) {
    OutcomeColumns columns = new OutcomeColumns(groups);
    Tuple parameters = columns.parameters(Text.time(clock.millis()).plus(kept));
    return database
        .query(JOIN, parameters)
        .map(
            rows -> {
              tell(rows);
              return Collections.nCopies(groups.size(), true);
            });
  }

  private void tell(RowSet<Row> rows) {
    if (rows.size() > 0) {
      List<Outcome> joined = outcomes(rows);
      listeners.forEach(listener -> listener.accept(joined));
    }
  }

  private static boolean isOutcome(ShopEvent event) {
    EventType type = event.type();
    return type != null && type.isOutcome() && event.decision() != null;
  }

  private static List<Outcome> outcomes(RowSet<Row> rows) {
    return rows.stream()
        .map(
            row ->
                new Outcome(
                    row.getUUID(0),
                    row.getUUID(1),
                    row.getInteger(2),
                    EventType.valueOf(row.getString(3)),
                    row.getOffsetDateTime(4).toInstant().toEpochMilli(),
                    row.getInteger(5),
                    row.getInteger(6),
                    row.getInteger(7),
                    row.getInteger(8),
                    row.getLong(9),
                    row.getDouble(10)))
        .toList();
  }
}
