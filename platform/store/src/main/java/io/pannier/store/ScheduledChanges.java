package io.pannier.store;

import io.pannier.messages.Shop;
import io.pannier.messages.TimeOrderedId;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Changes of placements that wait for their time; they outlive a restart. */
public final class ScheduledChanges {
  private static final String COLUMNS =
      "id, shop, placement, due_at, change, author, reason, state, outcome, approved";

  private final Database database;

  ScheduledChanges(Database database) {
    this.database = database;
  }

  /**
   * Orders a change.
   *
   * @param change JSON: the fields to change
   */
  public Future<ScheduledChange> add(
      Shop shop, String placement, Instant dueAt, String change, String author, String reason) {
    return database.inTransaction(
        connection ->
            add(connection, shop, placement, dueAt, change, author, reason, Mandate.AUTHOR));
  }

  static Future<ScheduledChange> add(
      SqlConnection connection,
      Shop shop,
      String placement,
      Instant dueAt,
      String change,
      String author,
      String reason,
      Mandate mandate) {
    UUID id = TimeOrderedId.next(System.currentTimeMillis());
    return connection
        .preparedQuery(
            "insert into scheduled_change"
                + " (id, shop, placement, due_at, change, author, reason, approved)"
                + " values ($1, $2, $3, $4, $5, $6, $7, $8) returning "
                + COLUMNS)
        .execute(
            Tuple.of(id, shop.number())
                .addString(placement)
                .addOffsetDateTime(dueAt.atOffset(ZoneOffset.UTC))
                .addString(Text.storable(change))
                .addString(Text.storable(author))
                .addString(Text.storable(reason))
                .addUUID(mandate.proposal()))
        .compose(
            rows ->
                Audit.add(
                        connection,
                        new AuditNote(
                            author,
                            "placement.change-scheduled",
                            shop.number(),
                            placement,
                            reason,
                            "{\"at\":\"" + dueAt + "\"}"))
                    .map(noted -> change(rows.iterator().next())));
  }

  /** Those of a placement that wait, soonest first. */
  public Future<List<ScheduledChange>> waiting(Shop shop, String placement) {
    return database
        .query(
            "select "
                + COLUMNS
                + " from scheduled_change where shop = $1 and placement = $2 and state = 'waiting'"
                + " order by due_at, id",
            Tuple.of(shop.number(), placement))
        .map(rows -> rows.stream().map(ScheduledChanges::change).toList());
  }

  /**
   * Takes back what waits.
   *
   * @return fails with NOT_FOUND where nothing of that id waits
   */
  public Future<Void> cancel(Shop shop, String placement, UUID id, String author, String reason) {
    return database.inTransaction(
        connection ->
            connection
                .preparedQuery(
                    "update scheduled_change set state = 'cancelled', ended_at = now()"
                        + " where id = $1 and shop = $2 and placement = $3 and state = 'waiting'")
                .execute(Tuple.of(id, shop.number(), placement))
                .compose(
                    rows ->
                        rows.rowCount() == 1
                            ? Audit.add(
                                connection,
                                new AuditNote(
                                    author,
                                    "placement.change-cancelled",
                                    shop.number(),
                                    placement,
                                    reason))
                            : Future.failedFuture(
                                new PannierException(
                                    StandardErrorCode.NOT_FOUND,
                                    placement + " has no change " + id + " that waits"))));
  }

  /**
   * Takes the next change that is due, so that no other process takes it too. It counts as failed
   * until {@link #done} says otherwise: what breaks off is told, not tried twice.
   */
  public Future<Optional<ScheduledChange>> takeDue(Instant now) {
    return database
        .query(
            "update scheduled_change set state = 'failed', outcome = 'it broke off',"
                + " ended_at = now() where id = (select id from scheduled_change"
                + " where state = 'waiting' and due_at <= $1 order by due_at, id limit 1"
                + " for update skip locked) returning "
                + COLUMNS,
            Tuple.of(now.atOffset(ZoneOffset.UTC)))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.<ScheduledChange>empty()
                    : Optional.of(change(rows.iterator().next())));
  }

  /**
   * Notes what became of a change that was taken.
   *
   * @param outcome the revision that it made, or why it could not
   */
  public Future<Void> done(UUID id, boolean made, String outcome) {
    return database
        .query(
            "update scheduled_change set state = $2, outcome = $3 where id = $1",
            Tuple.of(id, made ? "done" : "failed", Text.storable(outcome)))
        .mapEmpty();
  }

  private static ScheduledChange change(Row row) {
    return new ScheduledChange(
        row.getUUID(0),
        row.getInteger(1),
        row.getString(2),
        row.getOffsetDateTime(3).toInstant(),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getUUID(9));
  }
}
