package io.pannier.store;

import io.pannier.messages.Shop;
import io.pannier.messages.TimeOrderedId;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Changes that wait for a second person. Approving makes the change in the same transaction, so
 * that nothing is approved and not made, or made and not approved; the database notes each step in
 * the audit log.
 */
public final class Proposals {
  /** After which nobody can approve any more. */
  public static final Duration LIFETIME = Duration.ofDays(7);

  private static final String COLUMNS =
      "id, shop, kind, subject, base, change, diff, author, reason, state, made_at, expires_at,"
          + " decided_by, decided_at, decision";

  private final Database database;
  private final Supplier<Future<Void>> reload;

  /**
   * @param reload brings what is in memory up to date with the tables
   */
  Proposals(Database database, Supplier<Future<Void>> reload) {
    this.database = database;
    this.reload = reload;
  }

  /** Proposes a change. */
  public Future<Proposal> add(
      Shop shop, ProposedChange change, String author, String reason, Instant now) {
    return insert(database::query, shop, change, author, reason, now);
  }

  static Future<Proposal> insert(
      Statements statements,
      Shop shop,
      ProposedChange change,
      String author,
      String reason,
      Instant now) {
    return statements
        .query(
            "insert into change_proposal (id, shop, kind, subject, base, change, diff, author,"
                + " reason, made_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,"
                + " $11) returning "
                + COLUMNS,
            Tuple.of(TimeOrderedId.next(now.toEpochMilli()), shop.number())
                .addString(change.kind().wireName())
                .addString(change.subject())
                .addLong(change.base())
                .addString(Text.storable(change.change()))
                .addString(Text.storable(change.diff()))
                .addString(Text.storable(author))
                .addString(Text.storable(reason))
                .addOffsetDateTime(utc(now))
                .addOffsetDateTime(utc(now.plus(LIFETIME))))
        .map(rows -> proposal(rows.iterator().next()));
  }

  /**
   * Proposals of a shop, newest first.
   *
   * @param waiting true for those alone that somebody may decide
   * @param before only those with a smaller id; null for the newest
   */
  public Future<List<Proposal>> list(Shop shop, boolean waiting, @Nullable UUID before, int limit) {
    return database
        .query(
            "select "
                + COLUMNS
                + " from change_proposal where shop = $1 and ($2::uuid is null or id < $2)"
                + " and (state = 'waiting' or not $3) order by id desc limit $4",
            Tuple.of(shop.number()).addUUID(before).addBoolean(waiting).addInteger(limit))
        .map(rows -> rows.stream().map(Proposals::proposal).toList());
  }

  /** How many of a shop wait. */
  public Future<Integer> waiting(Shop shop) {
    return database
        .query(
            "select count(*)::int from change_proposal where shop = $1 and state = 'waiting'",
            Tuple.of(shop.number()))
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  /**
   * A second person agrees: the change is made.
   *
   * @return fails with NOT_FOUND, with CONFLICT where it waits no longer, with FORBIDDEN for its
   *     author, with REVISION_CONFLICT where what it was proposed upon has changed since
   */
  public Future<Proposal> approve(Shop shop, UUID id, String approver, String reason, Instant now) {
    return database
        .inTransaction(
            connection ->
                decide(connection, shop, id, "approved", approver, reason, now)
                    .compose(
                        approved ->
                            new ProposalWork(connection, shop, approved).done().map(approved)))
        .compose(approved -> reload.get().map(approved));
  }

  /**
   * A second person does not agree.
   *
   * @return fails with NOT_FOUND, with CONFLICT where it waits no longer, with FORBIDDEN for its
   *     author
   */
  public Future<Proposal> reject(Shop shop, UUID id, String by, String reason, Instant now) {
    return database.inTransaction(
        connection -> decide(connection, shop, id, "rejected", by, reason, now));
  }

  /**
   * The author takes it back.
   *
   * @return fails with NOT_FOUND, with CONFLICT where it waits no longer, with FORBIDDEN for
   *     anybody but its author
   */
  public Future<Proposal> withdraw(Shop shop, UUID id, String by, String reason, Instant now) {
    return database.inTransaction(
        connection -> decide(connection, shop, id, "withdrawn", by, reason, now));
  }

  /** Ends those that nobody decided in time; completes with how many. */
  public Future<Integer> expire(Instant now) {
    return database
        .query(
            "update change_proposal set state = 'expired', decided_at = $1,"
                + " decision = 'nobody decided in time'"
                + " where state = 'waiting' and expires_at <= $1",
            Tuple.of(utc(now)))
        .map(rows -> rows.rowCount());
  }

  private static Future<Proposal> decide(
      SqlConnection connection,
      Shop shop,
      UUID id,
      String state,
      String by,
      String reason,
      Instant now) {
    return connection
        .preparedQuery(
            "select " + COLUMNS + " from change_proposal where id = $1 and shop = $2 for update")
        .execute(Tuple.of(id, shop.number()))
        .compose(
            rows -> {
              if (rows.size() == 0) {
                return refused(StandardErrorCode.NOT_FOUND, "there is no proposal " + id);
              }
              Proposal found = proposal(rows.iterator().next());
              boolean own = found.author().equals(by);
              if (!found.waits() || !now.isBefore(found.expiresAt())) {
                return refused(
                    StandardErrorCode.CONFLICT,
                    "the proposal waits no longer; it is "
                        + (found.waits() ? "expired" : found.state()));
              } else if (own && !state.equals("withdrawn")) {
                return refused(
                    StandardErrorCode.FORBIDDEN, "another person than its author must decide");
              } else if (!own && state.equals("withdrawn")) {
                return refused(
                    StandardErrorCode.FORBIDDEN, "only its author can withdraw a proposal");
              }
              return connection
                  .preparedQuery(
                      "update change_proposal set state = $2, decided_by = $3, decision = $4,"
                          + " decided_at = $5 where id = $1 returning "
                          + COLUMNS)
                  .execute(Tuple.of(id, state, Text.storable(by), Text.storable(reason), utc(now)))
                  .map(updated -> proposal(updated.iterator().next()));
            });
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  private static <T> Future<T> refused(StandardErrorCode code, String message) {
    return Future.failedFuture(new PannierException(code, message));
  }

  private static Proposal proposal(Row row) {
    OffsetDateTime decidedAt = row.getOffsetDateTime(13);
    return new Proposal(
        row.getUUID(0),
        row.getInteger(1),
        new ProposedChange(
            ProposalKind.of(row.getString(2)),
            row.getString(3),
            row.getLong(4),
            row.getString(5),
            row.getString(6)),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        row.getOffsetDateTime(10).toInstant(),
        row.getOffsetDateTime(11).toInstant(),
        row.getString(12),
        decidedAt == null ? null : decidedAt.toInstant(),
        row.getString(14));
  }
}
