package io.pannier.store;

import io.pannier.messages.Shop;
import io.pannier.messages.TimeOrderedId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Files that people brought in through the console, and how far they have come. */
public final class ImportJobs {
  private static final String COLUMNS =
      "id, file, format, author, state, lines, accepted, rejected, error, started_at, ended_at";

  private final Database database;

  ImportJobs(Database database) {
    this.database = database;
  }

  /** A job that runs from now on. */
  public Future<UUID> start(Shop shop, String file, String format, String author) {
    UUID id = TimeOrderedId.next(System.currentTimeMillis());
    return database.inTransaction(
        connection ->
            connection
                .preparedQuery(
                    "insert into import_job (id, shop, file, format, author)"
                        + " values ($1, $2, $3, $4, $5)")
                .execute(
                    Tuple.of(id, shop.number(), Text.storable(file), format, Text.storable(author)))
                .compose(
                    rows ->
                        Audit.add(
                            connection,
                            new AuditNote(
                                author,
                                "import.started",
                                shop.number(),
                                file,
                                "a file of the format " + format)))
                .map(noted -> id));
  }

  /** Notes how far a job has come. */
  public Future<Void> progress(UUID id, long lines, long accepted, long rejected) {
    return database
        .query(
            "update import_job set lines = $2, accepted = $3, rejected = $4 where id = $1",
            Tuple.of(id, lines, accepted, rejected))
        .mapEmpty();
  }

  /**
   * Notes that a job is over.
   *
   * @param error why it failed; empty where it did not
   */
  public Future<Void> end(UUID id, String error) {
    return database
        .query(
            "update import_job set state = $2, error = $3, ended_at = now() where id = $1",
            Tuple.of(id, error.isEmpty() ? "done" : "failed", Text.storable(error)))
        .mapEmpty();
  }

  /** Notes that what still runs broke off with the program that ran it. */
  public Future<Void> breakOff() {
    return database
        .query(
            "update import_job set state = 'failed', ended_at = now(),"
                + " error = 'the program ended before the import; send the file again'"
                + " where state = 'running'")
        .mapEmpty();
  }

  /** The newest jobs of a shop, newest first. */
  public Future<List<ImportJob>> list(Shop shop, int limit) {
    return database
        .query(
            "select " + COLUMNS + " from import_job where shop = $1 order by id desc limit $2",
            Tuple.of(shop.number(), limit))
        .map(rows -> rows.stream().map(ImportJobs::job).toList());
  }

  private static ImportJob job(Row row) {
    OffsetDateTime ended = row.getOffsetDateTime(10);
    return new ImportJob(
        row.getUUID(0),
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        row.getString(8),
        row.getOffsetDateTime(9).toInstant(),
        ended == null ? null : ended.toInstant());
  }
}
