package io.pannier.store;

import io.pannier.messages.Rung;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every decision, written in groups and in order. */
public final class Ledger {
  private static final String COLUMNS =
      "id, shop, placement, placement_revision, scoring, bundling, model, rung, shopper, session,"
          + " valid_until, seed, generations, offer, timing, arm";
  private static final String INSERT =
      """
      with made as (
        insert into decision (%s)
        select * from unnest($1::uuid[], $2::int[], $3::text[], $4::bigint[], $5::text[],
          $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::timestamptz[],
          $12::bigint[], $13::bigint[], $14::text[], $15::text[], $17::text[])
        on conflict do nothing)
      insert into decision_candidates (id, candidates)
      select u.id, u.candidates from unnest($1::uuid[], $16::bytea[]) as u(id, candidates)
      where u.candidates is not null
      on conflict do nothing
      """
          .formatted(COLUMNS);
  private static final String FIND =
      "select d.*, c.candidates from decision d left join decision_candidates c on c.id = d.id"
          + " where d.id = $1 and d.shop = $2";
  private static final String RECENT =
      "select d.*, null::bytea as candidates from decision d where d.shop = $1 and d.id < $2"
          + " order by d.id desc limit $3";
  // By the hash of the id: the same ones each time, and none preferred for its time.
  private static final String SAMPLE =
      """
      with drawn as materialized (
        select id from decision
        where shop = $1 and id >= $2 and id < $3
          and ($5 = '' or placement = $5)
        order by md5(id::text) limit $4)
      select d.*, c.candidates from drawn
        join decision d on d.id = drawn.id and d.id >= $2 and d.id < $3
        join decision_candidates c on c.id = drawn.id and c.id >= $2 and c.id < $3
        order by md5(drawn.id::text)
      """;
  private static final String NEWEST_OF =
      """
      select d.*, c.candidates from decision d join decision_candidates c on c.id = d.id
      where d.shop = $1 and d.placement = $2 and d.id >= $3 and c.id >= $3
        and d.rung = 'STRATEGY' and d.generations > 0
      order by d.id desc limit 1
      """;
  // Times are added up as text is read: a few thousand rows, now and then.
  private static final String CONDUCT =
      """
      with newest as (
        select arm, rung, (timing::json ->> 'scoring')::bigint
            + (timing::json ->> 'optimizer')::bigint as nanos
        from decision where shop = $1 and placement = $2 and id >= $3 and arm <> ''
        order by id desc limit $4)
      select arm, count(*), count(*) filter (where rung <> 'STRATEGY'),
        percentile_disc(0.99) within group (order by nanos)::float8
      from newest group by arm
      """;
  private static final int NEWEST = 5_000;

  private final Database database;
  private final GroupCommit<List<Decision>, Boolean> commits;

  Ledger(Database database, StoreConfig config) {
    this.database = database;
    this.commits =
        new GroupCommit<>(
            "ledger",
            database.vertx(),
            database.vertx().getOrCreateContext(),
            config.ledgerBatchRows(),
            config.ledgerQueueRows(),
            List::size,
            this::write);
  }

  /**
   * Writes decisions down; one with an id that is there already changes nothing.
   *
   * @return completes when they are durable; fails with OVERLOADED when too much waits
   */
  public Future<Void> append(List<Decision> decisions) {
    return decisions.isEmpty()
        ? Future.succeededFuture()
        : commits.write(List.copyOf(decisions)).mapEmpty();
  }

  /** The decision, unless it is another shop's. */
  public Future<Optional<Decision>> find(int shop, UUID id) {
    return database
        .query(FIND, Tuple.of(id, shop))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.<Decision>empty()
                    : Optional.of(decision(rows.iterator().next())));
  }

  /**
   * The newest decisions of a shop, newest first, without their candidates.
   *
   * @param before only those with a smaller id; null for the very newest
   */
  public Future<List<Decision>> recent(int shop, @Nullable UUID before, int limit) {
    UUID bound = before == null ? new UUID(-1L, -1L) : before;
    return database
        .query(RECENT, Tuple.of(shop, bound, limit))
        .map(rows -> rows.stream().map(Ledger::decision).toList());
  }

  /**
   * The newest decision of a placement that its own strategies composed, with its candidates.
   *
   * @param since none that is older
   */
  public Future<Optional<Decision>> newest(int shop, String placement, Instant since) {
    return database
        .query(NEWEST_OF, Tuple.of(shop, placement, new UUID(since.toEpochMilli() << 16, 0)))
        .map(rows -> rows.stream().findFirst().map(Ledger::decision));
  }

  /**
   * Decisions drawn at random from a span of time, with their candidates; those whose candidates
   * are no longer kept are left out.
   *
   * @param placement empty for any
   * @param fromMillis milliseconds since the epoch, inclusive
   * @param toMillis exclusive
   */
  public Future<List<Decision>> sample(
      int shop, String placement, long fromMillis, long toMillis, int limit) {
    return database
        .query(
            SAMPLE,
            Tuple.of(
                shop, new UUID(fromMillis << 16, 0), new UUID(toMillis << 16, 0), limit, placement))
        .map(rows -> rows.stream().map(Ledger::decision).toList());
  }

  /** How the newest answers of each arm of a divided placement were made. */
  public Future<List<ArmConduct>> conduct(int shop, String placement, Instant since) {
    UUID first = new UUID(since.toEpochMilli() << 16, 0);
    return database
        .query(CONDUCT, Tuple.of(shop, placement, first, NEWEST))
        .map(
            rows ->
                rows.stream()
                    .map(
                        row ->
                            new ArmConduct(
                                row.getString(0), row.getLong(1), row.getLong(2), row.getDouble(3)))
                    .toList());
  }

  Future<Void> close() {
    return commits.close();
  }

  private Future<List<Boolean>> write(List<List<Decision>> groups) {
    List<Decision> rows = groups.stream().flatMap(List::stream).toList();
    Columns columns = new Columns(rows);
    return database
        .query(INSERT, columns.parameters())
        .map(written -> Collections.nCopies(groups.size(), true));
  }

  static Decision decision(Row row) {
    return new Decision(
        row.getUUID("id"),
        row.getInteger("shop"),
        row.getString("placement"),
        row.getLong("placement_revision"),
        row.getString("scoring"),
        row.getString("bundling"),
        row.getString("model"),
        Rung.valueOf(row.getString("rung")),
        row.getString("shopper"),
        row.getString("session"),
        row.getOffsetDateTime("valid_until").toInstant().toEpochMilli(),
        row.getLong("seed"),
        row.getLong("generations"),
        Buffer.buffer(row.getString("offer")),
        row.getBuffer("candidates"),
        row.getString("timing"),
        row.getString("arm"));
  }

  /** Decisions as one array for each column. */
  private record Columns(List<Decision> rows) {
    Tuple parameters() {
      return Tuple.tuple()
          .addArrayOfUUID(rows.stream().map(Decision::id).toArray(UUID[]::new))
          .addArrayOfInteger(rows.stream().map(Decision::shop).toArray(Integer[]::new))
          .addArrayOfString(rows.stream().map(Decision::placement).toArray(String[]::new))
          .addArrayOfLong(rows.stream().map(Decision::placementRevision).toArray(Long[]::new))
          .addArrayOfString(rows.stream().map(Decision::scoring).toArray(String[]::new))
          .addArrayOfString(rows.stream().map(Decision::bundling).toArray(String[]::new))
          .addArrayOfString(rows.stream().map(Decision::model).toArray(String[]::new))
          .addArrayOfString(rows.stream().map(row -> row.rung().name()).toArray(String[]::new))
          .addArrayOfString(rows.stream().map(row -> text(row.shopper())).toArray(String[]::new))
          .addArrayOfString(rows.stream().map(row -> text(row.session())).toArray(String[]::new))
          .addArrayOfOffsetDateTime(
              rows.stream().map(row -> Text.time(row.validUntil())).toArray(OffsetDateTime[]::new))
          .addArrayOfLong(rows.stream().map(Decision::seed).toArray(Long[]::new))
          .addArrayOfLong(rows.stream().map(Decision::generations).toArray(Long[]::new))
          .addArrayOfString(rows.stream().map(row -> row.offer().toString()).toArray(String[]::new))
          .addArrayOfString(rows.stream().map(Decision::timing).toArray(String[]::new))
          .addArrayOfBuffer(rows.stream().map(Decision::candidates).toArray(Buffer[]::new))
          .addArrayOfString(rows.stream().map(Decision::arm).toArray(String[]::new));
    }

    private static String text(@Nullable String nameOfSomebody) {
      return Text.storable(Objects.requireNonNullElse(nameOfSomebody, ""));
    }
  }
}
