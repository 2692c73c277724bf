package io.pannier.ingestion;

import io.pannier.messages.EventsJournaled;
import io.pannier.messages.EventsJournaled.JournaledEvent;
import io.pannier.messages.ShopEvent;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A lane of the journal in memory. While it is held, appends wait; they complete on their caller's
 * context, as those of the real one do.
 */
final class FakeLog implements EventLog {
  private record Append(
      int shop, List<ShopEvent> events, Promise<boolean[]> promise, @Nullable Context caller) {}

  private final int lane;
  private final Set<UUID> keys;
  private final Set<String> refused;
  private final Consumer<EventsJournaled> published;
  private final Deque<Append> waiting = new ArrayDeque<>();
  private final List<ShopEvent> durable = new ArrayList<>();
  private boolean held;
  private boolean closed;
  private @Nullable RuntimeException failure;
  private long offset;

  /**
   * @param keys of all lanes together
   * @param refused ids that make a batch fail
   */
  FakeLog(int lane, Set<UUID> keys, Consumer<EventsJournaled> published, Set<String> refused) {
    this.refused = refused;
    this.lane = lane;
    this.keys = keys;
    this.published = published;
  }

  @Override
  public synchronized Future<boolean[]> append(int shop, List<ShopEvent> events) {
    if (failure != null) {
      return Future.failedFuture(failure);
    }
    if (events.stream().anyMatch(event -> refused.contains(event.id()))) {
      return Future.failedFuture(
          new PannierException(StandardErrorCode.FIELD_INVALID, "cannot be stored"));
    }
    Promise<boolean[]> promise = Promise.promise();
    waiting.add(new Append(shop, List.copyOf(events), promise, Vertx.currentContext()));
    if (!held) {
      commit();
    }
    return promise.future();
  }

  @Override
  public synchronized Future<Void> close() {
    closed = true;
    return Future.succeededFuture();
  }

  synchronized void hold() {
    held = true;
  }

  synchronized void release() {
    held = false;
    commit();
  }

  synchronized void fail(@Nullable RuntimeException with) {
    failure = with;
  }

  synchronized List<ShopEvent> durable() {
    return List.copyOf(durable);
  }

  synchronized int waiting() {
    return waiting.size();
  }

  synchronized boolean closed() {
    return closed;
  }

  private void commit() {
    for (Append append = waiting.poll(); append != null; append = waiting.poll()) {
      boolean[] fresh = new boolean[append.events().size()];
      long first = offset + 1;
      List<JournaledEvent> journaled = new ArrayList<>();
      for (int i = 0; i < fresh.length; i++) {
        ShopEvent event = append.events().get(i);
        offset++;
        fresh[i] = keys.add(event.key());
        if (fresh[i]) {
          durable.add(event);
          journaled.add(new JournaledEvent(append.shop(), offset, event));
        }
      }
      Promise<boolean[]> promise = append.promise();
      Context caller = append.caller();
      if (caller == null) {
        promise.complete(fresh);
      } else {
        caller.runOnContext(nothing -> promise.complete(fresh));
      }
      published.accept(new EventsJournaled(lane, first, offset, journaled));
    }
  }
}
