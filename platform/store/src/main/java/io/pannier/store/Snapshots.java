package io.pannier.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * State of feature shards and learners, with the offsets of the journal that it covers. A cache: it
 * can be built again from the journal.
 */
public final class Snapshots {
  private static final int CHUNK_BYTES = 8 << 20;

  /**
   * @param offsets last offset covered of each lane
   * @param takenAt when it was stored
   */
  public record Snapshot(String name, Map<Integer, Long> offsets, Buffer data, Instant takenAt) {
    public Snapshot {
      offsets = Map.copyOf(offsets);
    }
  }

  /**
   * Name of the snapshot of a strategy that learns.
   *
   * @param model id of the model that it began from; empty for none
   */
  public static String ofLearner(String strategy, int shop, String model) {
    String name = "learner-" + strategy + "-shop-" + shop;
    return model.isEmpty() ? name : name + "-" + model;
  }

  private final Database database;

  Snapshots(Database database) {
    this.database = database;
  }

  /**
   * Stores a snapshot in place of the one of that name; readers see the old one or the new one.
   *
   * @param data not changed afterwards
   */
  public Future<Void> put(String name, Map<Integer, Long> offsets, Buffer data) {
    return database.inTransaction(
        connection ->
            connection
                .preparedQuery(
                    "insert into feature_snapshot (name, offsets, bytes, taken_at)"
                        + " values ($1, $2, $3, now()) on conflict (name) do update set offsets ="
                        + " excluded.offsets, bytes = excluded.bytes, taken_at = now()")
                .execute(Tuple.of(name, write(offsets), (long) data.length()))
                .compose(
                    rows ->
                        connection
                            .preparedQuery("delete from feature_snapshot_chunk where name = $1")
                            .execute(Tuple.of(name)))
                .compose(rows -> putChunks(connection, name, data, 0)));
  }

  /** Empty where there is none of that name. */
  public Future<Optional<Snapshot>> get(String name) {
    return database.inTransaction(
        connection ->
            connection
                .query("set transaction isolation level repeatable read, read only")
                .execute()
                .compose(
                    set ->
                        connection
                            .preparedQuery(
                                "select offsets, bytes, taken_at from feature_snapshot"
                                    + " where name = $1")
                            .execute(Tuple.of(name)))
                .compose(
                    rows ->
                        rows.size() == 0
                            ? Future.succeededFuture(Optional.<Snapshot>empty())
                            : read(connection, name, rows.iterator().next())));
  }

  private static Future<Void> putChunks(
      SqlConnection connection, String name, Buffer data, int chunk) {
    int from = chunk * CHUNK_BYTES;
    if (from >= data.length()) {
      return Future.succeededFuture();
    }
    Buffer part = data.slice(from, Math.min(data.length(), from + CHUNK_BYTES));
    return connection
        .preparedQuery("insert into feature_snapshot_chunk values ($1, $2, $3)")
        .execute(Tuple.of(name, chunk, part))
        .compose(rows -> putChunks(connection, name, data, chunk + 1));
  }

  private static Future<Optional<Snapshot>> read(SqlConnection connection, String name, Row head) {
    Buffer data = Buffer.buffer(Math.toIntExact(head.getLong(1)));
    return readChunks(connection, name, data)
        .map(
            nothing ->
                Optional.of(
                    new Snapshot(
                        name,
                        read(head.getString(0)),
                        data,
                        head.getOffsetDateTime(2).toInstant())));
  }

  private static Future<Void> readChunks(SqlConnection connection, String name, Buffer data) {
    return connection
        .preparedQuery("select data from feature_snapshot_chunk where name = $1 and chunk = $2")
        .execute(Tuple.of(name, data.length() / CHUNK_BYTES))
        .compose(
            rows -> {
              if (rows.size() == 0) {
                return Future.succeededFuture();
              }
              Buffer part = rows.iterator().next().getBuffer(0);
              data.appendBuffer(part);
              return part.length() < CHUNK_BYTES
                  ? Future.succeededFuture()
                  : readChunks(connection, name, data);
            });
  }

  private static String write(Map<Integer, Long> offsets) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(offsets)
        .forEach((lane, offset) -> text.append(lane).append(':').append(offset).append(' '));
    return text.toString();
  }

  private static Map<Integer, Long> read(String text) {
    Map<Integer, Long> offsets = new TreeMap<>();
    for (String pair : text.strip().split(" ")) {
      int colon = pair.indexOf(':');
      if (colon > 0) {
        offsets.put(
            Integer.valueOf(pair.substring(0, colon)), Long.valueOf(pair.substring(colon + 1)));
      }
    }
    return offsets;
  }
}
