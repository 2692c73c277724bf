package io.pannier.plugins.ppo;

import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decisions that wait for their outcomes, put together to sessions: the decisions that one shopper
 * saw with no longer a pause than the wait. A session is complete once that time has passed, in
 * event time, since its last offer was shown.
 *
 * <p>Memory is bounded: while as many decisions wait as are allowed, new ones are not remembered.
 * Whether one is does not depend on its outcome, so that what is learned from stays a fair sample.
 */
final class Sessions {
  private final int capacity;
  private final long waitMillis;
  private final Consumer<Session> complete;
  private final Map<Long, Waiting> waiting = new LinkedHashMap<>();

  /** The sessions that go on, the one that was quiet for longest first. */
  private final Map<Long, Session> open = new LinkedHashMap<>();

  private long now = Long.MIN_VALUE;

  private record Waiting(Decision decision, long composedAt) {}

  /** Decisions of one shopper in the order in which they were shown. */
  record Session(long shopper, List<Decision> decisions) {}

  /**
   * @param complete is told every session once it is complete
   */
  Sessions(int capacity, int waitMinutes, Consumer<Session> complete) {
    this.capacity = capacity;
    this.waitMillis = waitMinutes * 60_000L;
    this.complete = complete;
  }

  /**
   * @param time of the clock, to forget what is never shown
   */
  void remember(Decision decision, long time) {
    forgetUnseen(time);
    if (waiting.size() < capacity) {
      waiting.putIfAbsent(decision.key, new Waiting(decision, time));
    }
  }

  /** Number of decisions that wait. */
  int size() {
    return waiting.size();
  }

  /** Takes in an event in the order of the journal. */
  void note(Observation event) {
    now = Math.max(now, event.time());
    close();
    Waiting answered = event.decision() == 0 ? null : waiting.get(event.decision());
    if (answered == null || !event.type().isOutcome()) {
      return;
    }
    Decision decision = answered.decision();
    if (decision.shown()) {
      decision.note(event);
    } else if (event.type() == EventType.OFFER_SHOWN) {
      // Only what was shown is an impression.
      decision.note(event);
      @Nullable Session session = open.remove(event.shopper());
      if (session == null) {
        session = new Session(event.shopper(), new ArrayList<>());
      }
      session.decisions().add(decision);
      open.put(event.shopper(), session);
    }
  }

  private void close() {
    Iterator<Session> quietestFirst = open.values().iterator();
    while (quietestFirst.hasNext()) {
      Session session = quietestFirst.next();
      if (now - session.decisions().getLast().shownAt() <= waitMillis) {
        return;
      }
      quietestFirst.remove();
      session.decisions().forEach(decision -> waiting.remove(decision.key));
      complete.accept(session);
    }
  }

  private void forgetUnseen(long time) {
    Iterator<Waiting> oldestFirst = waiting.values().iterator();
    while (oldestFirst.hasNext()) {
      Waiting oldest = oldestFirst.next();
      if (time - oldest.composedAt() <= waitMillis) {
        return;
      }
      if (!oldest.decision().shown()) {
        oldestFirst.remove();
      }
    }
  }
}
