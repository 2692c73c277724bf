package io.pannier.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Objects;

/**
 * Who changed what, and why. Entries are only ever added: the table itself refuses anything else.
 * Changes of placements, models and switches are noted by the database, in the transaction that
 * makes them.
 */
public final class Audit {
  private static final String INSERT =
      "insert into audit (author, action, shop, subject, reason, detail)"
          + " values ($1, $2, nullif($3, 0), $4, $5, $6)";

  private final Database database;

  Audit(Database database) {
    this.database = database;
  }

  /**
   * Notes what is about to be done where it cannot be done in the same transaction: noted first, so
   * that nothing is done that is not on record.
   */
  public Future<Void> add(AuditNote note) {
    return database.query(INSERT, parameters(note)).mapEmpty();
  }

  /** Notes what the transaction does. */
  static Future<Void> add(SqlConnection connection, AuditNote note) {
    return connection.preparedQuery(INSERT).execute(parameters(note)).mapEmpty();
  }

  /**
   * The newest entries, newest first.
   *
   * @param before only those with a smaller id
   */
  public Future<List<AuditEntry>> list(long before, int limit) {
    return database
        .query(
            "select a.id, a.at, a.author, a.action, s.name, a.subject, a.reason, a.detail"
                + " from audit a left join shop s on s.number = a.shop"
                + " where a.id < $1 order by a.id desc limit $2",
            Tuple.of(before, limit))
        .map(rows -> rows.stream().map(Audit::entry).toList());
  }

  private static Tuple parameters(AuditNote note) {
    return Tuple.of(
        Text.storable(note.author()),
        note.action(),
        note.shop(),
        Text.storable(note.subject()),
        Text.storable(note.reason()),
        note.detail());
  }

  private static AuditEntry entry(Row row) {
    return new AuditEntry(
        row.getLong(0),
        row.getOffsetDateTime(1).toInstant(),
        row.getString(2),
        row.getString(3),
        Objects.requireNonNullElse(row.getString(4), ""),
        row.getString(5),
        row.getString(6),
        row.getString(7));
  }
}
