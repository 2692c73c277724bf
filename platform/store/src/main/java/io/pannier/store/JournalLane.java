package io.pannier.store;

import io.pannier.messages.EventsJournaled;
import io.pannier.messages.ShopEvent;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of one lane of the journal, with a connection of its own.
 *
 * <p>Offsets start at 1 and are assigned before the insert. The lane's last offset is stored in the
 * same transaction as the rows, so that after a lost connection the fate of the batch in flight is
 * known: it is written again, or its answer is read from what is there.
 */
public final class JournalLane {
  private final Database database;
  private final Horizon horizon;
  private final int lane;
  private final Context context;
  private final Consumer<EventsJournaled> published;
  private final GroupCommit<JournalBatch.Append, boolean[]> commits;
  // Touched on the context only.
  private @Nullable LaneSession session;
  private long lastOffset;

  JournalLane(
      Database database,
      Horizon horizon,
      int lane,
      StoreConfig config,
      Consumer<EventsJournaled> published) {
    this.database = database;
    this.horizon = horizon;
    this.lane = lane;
    this.context = database.vertx().getOrCreateContext();
    this.published = published;
    this.commits =
        new GroupCommit<>(
            "journal lane " + lane,
            database.vertx(),
            context,
            config.journalBatchRows(),
            config.journalQueueRows(),
            append -> append.events().size(),
            this::write);
  }

  /** Connects; completes when the lane can be written. */
  Future<JournalLane> open() {
    Promise<JournalLane> done = Promise.promise();
    context.runOnContext(
        nothing ->
            LaneSession.open(database, lane)
                .map(
                    opened -> {
                      session = opened;
                      lastOffset = opened.lastOffset();
                      return this;
                    })
                .onComplete(done));
    return done.future();
  }

  /** Number of the lane. */
  public int number() {
    return lane;
  }

  /**
   * Makes events durable, all of them or none.
   *
   * @param shop number of the shop
   * @return for each event, true when it is fresh and false when it was there already; completes on
   *     the caller's context after the commit. Fails with OVERLOADED when too much waits, with
   *     EVENT_TIME_OUT_OF_RANGE for an event of a day that has no partition yet, and with
   *     FIELD_INVALID for one that cannot be stored
   */
  public Future<boolean[]> append(int shop, List<ShopEvent> events) {
    if (events.isEmpty()) {
      return Future.succeededFuture(new boolean[0]);
    }
    long end = horizon.endMillis();
    for (ShopEvent event : events) {
      if (event.time() >= end) {
        return refused(
            StandardErrorCode.EVENT_TIME_OUT_OF_RANGE,
            event,
            "its time " + event.time() + " is not before " + Instant.ofEpochMilli(end));
      }
      if (event.shopper().indexOf('\0') >= 0 || event.payload().indexOf('\0') >= 0) {
        return refused(StandardErrorCode.FIELD_INVALID, event, "it contains NUL");
      }
    }
    return commits.write(new JournalBatch.Append(shop, events));
  }

  /** Writes what waits, then gives the connection back. */
  public Future<Void> close() {
    return commits
        .close()
        .compose(
            nothing -> {
              LaneSession open = session;
              return open == null ? Future.succeededFuture() : open.close();
            });
  }

  private Future<List<boolean[]>> write(List<JournalBatch.Append> appends) {
    LaneSession current = session;
    if (current != null && current.isOpen()) {
      return write(current, appends);
    }
    return LaneSession.open(database, lane)
        .compose(
            opened -> {
              session = opened;
              return write(opened, appends);
            });
  }

  private Future<List<boolean[]>> write(LaneSession current, List<JournalBatch.Append> appends) {
    JournalBatch batch = new JournalBatch(appends, lastOffset + 1);
    Future<Long @Nullable []> written =
        current.lastOffset() >= batch.firstOffset()
            ? current.recover(batch)
            : current.insert(batch);
    return written
        .onFailure(failure -> forget(current, failure))
        .map(
            freshOffsets -> {
              List<boolean[]> answers = batch.answers(freshOffsets);
              lastOffset = batch.lastOffset();
              EventsJournaled journaled =
                  new EventsJournaled(
                      lane, batch.firstOffset(), batch.lastOffset(), batch.fresh(answers));
              // After the answers, which are given in this turn of the context.
              context.runOnContext(nothing -> published.accept(journaled));
              return answers;
            });
  }

  /** A session that failed for reasons of its own is not used again. */
  private void forget(LaneSession failed, Throwable failure) {
    if (Database.isTransient(failure)) {
      session = null;
      failed.close();
    }
  }

  private static <T> Future<T> refused(StandardErrorCode code, ShopEvent event, String why) {
    return Future.failedFuture(
        new PannierException(code, "event `" + event.id() + "` cannot be stored: " + why));
  }
}
