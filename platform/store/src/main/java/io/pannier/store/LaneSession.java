package io.pannier.store;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a lane. It holds the lane's lock in the database, so that no other process and
 * no half-dead predecessor writes the lane: whatever an earlier session left in flight is decided
 * when this one starts.
 */
final class LaneSession {
  private static final int LOCK_CLASS = 0x50414e4e;
  // Without a clause for conflicts a row costs the server a third less, so this is tried first.
  private static final String INSERT_FRESH =
      """
      with spent as (update journal_lane set last_seq = $8 where lane = $1 and $9 > 0)
      insert into journal (day, key, shard, seq, shop, shopper, payload)
      select u.day, u.key, $1, u.seq, u.shop, u.shopper, u.payload
      from unnest($2::date[], $3::uuid[], $4::bigint[], $5::int[], $6::text[], $7::text[])
        as u(day, key, seq, shop, shopper, payload)
      """;
  // How many batches after one with duplicates are expected to have some too.
  private static final int DUPLICATES_EXPECTED = 100;
  private static final String INSERT =
      """
      with fresh as (
        insert into journal (day, key, shard, seq, shop, shopper, payload)
        select u.day, u.key, $1, u.seq, u.shop, u.shopper, u.payload
        from unnest($2::date[], $3::uuid[], $4::bigint[], $5::int[], $6::text[], $7::text[])
          as u(day, key, seq, shop, shopper, payload)
        on conflict do nothing
        returning seq),
      spent as (update journal_lane set last_seq = $8 where lane = $1)
      select case when count(*) < $9 then coalesce(array_agg(seq), '{}') end from fresh
      """;
  private static final String RECOVER =
      """
      select coalesce(array_agg(j.seq), '{}')
      from unnest($2::date[], $3::uuid[], $4::bigint[]) as u(day, key, seq)
      join journal j on j.day = u.day and j.key = u.key and j.seq = u.seq and j.shard = $1
      """;

  private final PgConnection connection;
  private final PreparedStatement insertFresh;
  private final PreparedStatement insert;
  private final int lane;
  private final long lastOffset;
  private volatile boolean open = true;
  private int duplicatesExpected;

  private LaneSession(
      PgConnection connection,
      PreparedStatement insertFresh,
      PreparedStatement insert,
      int lane,
      long last) {
    this.connection = connection;
    this.insertFresh = insertFresh;
    this.insert = insert;
    this.lane = lane;
    this.lastOffset = last;
    connection.closeHandler(nothing -> open = false);
  }

  static Future<LaneSession> open(Database database, int lane) {
    return database
        .connect()
        .compose(
            connection ->
                lock(connection, lane)
                    .compose(nothing -> last(connection, lane))
                    .compose(last -> prepare(connection, lane, last))
                    .recover(
                        failure ->
                            connection.close().transform(closed -> Future.failedFuture(failure))));
  }

  private static Future<LaneSession> prepare(PgConnection connection, int lane, long last) {
    return connection
        .prepare(INSERT_FRESH)
        .compose(
            insertFresh ->
                connection
                    .prepare(INSERT)
                    .map(insert -> new LaneSession(connection, insertFresh, insert, lane, last)));
  }

  private static Future<Void> lock(PgConnection connection, int lane) {
    return connection
        .preparedQuery("select pg_try_advisory_lock($1, $2)")
        .execute(Tuple.of(LOCK_CLASS, lane))
        .compose(
            rows ->
                rows.iterator().next().getBoolean(0)
                    ? Future.succeededFuture()
                    : Future.failedFuture(held(lane)));
  }

  private static Future<Long> last(PgConnection connection, int lane) {
    return connection
        .preparedQuery("insert into journal_lane values ($1, 0) on conflict do nothing")
        .execute(Tuple.of((short) lane))
        .compose(
            rows ->
                connection
                    .preparedQuery("select last_seq from journal_lane where lane = $1")
                    .execute(Tuple.of((short) lane)))
        .map(rows -> rows.iterator().next().getLong(0));
  }

  boolean isOpen() {
    return open;
  }

  /** The last offset that was spent when the session began. */
  long lastOffset() {
    return lastOffset;
  }

  /** Writes a batch and answers the offsets of the rows that were new; null means all. */
  Future<Long @Nullable []> insert(JournalBatch batch) {
    if (duplicatesExpected > 0) {
      duplicatesExpected--;
      return insertAny(batch);
    }
    return insertFresh
        .query()
        .execute(batch.insertion(lane))
        .map(rows -> (Long @Nullable []) null)
        .recover(
            failure -> {
              if (!Database.isUniqueViolation(failure)) {
                return Future.failedFuture(failure);
              }
              duplicatesExpected = DUPLICATES_EXPECTED;
              return insertAny(batch);
            });
  }

  private Future<Long @Nullable []> insertAny(JournalBatch batch) {
    return insert
        .query()
        .execute(batch.insertion(lane))
        .map(rows -> offsets(rows.iterator().next()));
  }

  /** What {@link #insert} would have answered for a batch that is committed already. */
  Future<Long @Nullable []> recover(JournalBatch batch) {
    return connection
        .preparedQuery(RECOVER)
        .execute(batch.identities(lane))
        .map(rows -> offsets(rows.iterator().next()));
  }

  Future<Void> close() {
    open = false;
    return connection.close();
  }

  private static Long @Nullable [] offsets(Row row) {
    return row.getArrayOfLongs(0);
  }

  /** Another session, perhaps one that is just ending, writes the lane; worth another try. */
  static PannierException held(int lane) {
    return new PannierException(
        StandardErrorCode.STORE_UNAVAILABLE,
        "journal lane " + lane + " is written by another process; stop it");
  }
}
