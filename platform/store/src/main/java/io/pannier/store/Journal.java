package io.pannier.store;

import io.pannier.messages.EventsJournaled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Every event that was acknowledged, in lanes; each lane has one writer and offsets from 1. */
public final class Journal {
  private static final long LANE_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Database database;
  private final Horizon horizon;
  private final StoreConfig config;
  private final JournalReplay replay;

  Journal(Database database, Horizon horizon, StoreConfig config, JournalReplay replay) {
    this.database = database;
    this.horizon = horizon;
    this.config = config;
    this.replay = replay;
  }

  /**
   * Opens a lane for writing. Its work is done on the caller's context.
   *
   * @param lane 0 to 32,767
   * @param published called after the commit with what is durable now, in the order of offsets, on
   *     the context of this call
   * @return fails with STORE_UNAVAILABLE if another process keeps writing the lane
   */
  public Future<JournalLane> openLane(int lane, Consumer<EventsJournaled> published) {
    if (lane < 0 || lane > Short.MAX_VALUE) {
      throw new IllegalArgumentException("lane " + lane);
    }
    Promise<JournalLane> opened = Promise.promise();
    open(
        new JournalLane(database, horizon, lane, config, published),
        new Backoff(database.vertx()),
        System.nanoTime() + LANE_WAIT_NANOS,
        opened);
    return opened.future();
  }

  /** A killed process's connection may hold the lane for a moment, so opening is tried again. */
  private void open(JournalLane lane, Backoff backoff, long until, Promise<JournalLane> opened) {
    lane.open()
        .onComplete(
            opened::complete,
            failure -> {
              if (Database.isTransient(failure) && System.nanoTime() < until) {
                backoff.again(() -> open(lane, backoff, until, opened));
              } else {
                opened.fail(Database.wrapped(failure));
              }
            });
  }

  /**
   * Reads what stands behind the given offsets, lane by lane, in the order of offsets.
   *
   * @param afterOffsetByLane last offset covered of each lane; 0 where it is missing
   * @param batches called with one batch after the other, on one worker thread at a time; the last
   *     batch of a lane covers the lane's last offset
   */
  public Future<Void> replay(
      Map<Integer, Long> afterOffsetByLane, Consumer<EventsJournaled> batches) {
    return replay.run(afterOffsetByLane, batches);
  }

  /** The last offset that each lane has spent. */
  public Future<Map<Integer, Long>> lastOffsets() {
    return database
        .query("select lane, last_seq from journal_lane")
        .map(
            rows -> {
              Map<Integer, Long> offsets = new HashMap<>();
              for (Row row : rows) {
                offsets.put(row.getShort(0).intValue(), row.getLong(1));
              }
              return offsets;
            });
  }
}
