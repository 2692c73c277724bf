package io.pannier.app.crash;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.SplittableRandom;

/** What was sent so far, and what the program has answered for. Safe for several threads. */
final class SentEvents {
  private static final int LARGEST_BATCH = 200;

  private final SplittableRandom random;
  private final BitSet acknowledged = new BitSet();
  private final Deque<EventBatch> unanswered = new ArrayDeque<>();
  private int next;
  private int resentKnown;

  SentEvents(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** An unanswered batch while there is one, else a new one. */
  synchronized EventBatch take() {
    EventBatch again = unanswered.poll();
    if (again != null) {
      return again;
    }
    EventBatch fresh = EventBatch.random(next, 1 + random.nextInt(LARGEST_BATCH), random);
    next += fresh.size();
    return fresh;
  }

  synchronized void unanswered(EventBatch batch) {
    unanswered.add(batch);
  }

  /**
   * Notes an answer.
   *
   * @param duplicates how many of the batch were in the journal already
   */
  synchronized void acknowledged(EventBatch batch, int duplicates) {
    acknowledged.set(batch.first(), batch.first() + batch.size());
    if (duplicates > 0) {
      resentKnown += duplicates;
    }
  }

  synchronized BitSet acknowledged() {
    return (BitSet) acknowledged.clone();
  }

  synchronized boolean hasUnanswered() {
    return !unanswered.isEmpty();
  }

  synchronized int unansweredEvents() {
    return unanswered.stream().mapToInt(EventBatch::size).sum();
  }

  /** How many events were ever sent; their numbers are below it. */
  synchronized int sent() {
    return next;
  }

  /** Events that were in the journal although their first answer never came. */
  synchronized int resentKnown() {
    return resentKnown;
  }
}
