package io.pannier.ingestion;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * How much may wait before something slow. Entered by one thread at a time, read by any. A batch
 * larger than the limit is let in alone, since it would never be otherwise.
 */
final class QueueLimit {
  private final String what;
  private final int most;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * @param what waits, for messages
   */
  QueueLimit(String what, int most) {
    this.what = what;
    this.most = most;
  }

  int waiting() {
    return waiting.get();
  }

  boolean hasRoom(int count) {
    int before = waiting.get();
    return before == 0 || before + count <= most;
  }

  /** Counts the work as waiting until it has completed; {@code OVERLOADED} without room. */
  <T> Future<T> enter(int count, Supplier<Future<T>> work) {
    if (!hasRoom(count)) {
      return Future.failedFuture(overloaded());
    }
    waiting.addAndGet(count);
    Future<T> future;
    try {
      future = work.get();
    } catch (RuntimeException e) {
      future = Future.failedFuture(e);
    }
    return future.onComplete(done -> waiting.addAndGet(-count));
  }

  PannierException overloaded() {
    return new PannierException(
        StandardErrorCode.OVERLOADED,
        what + ": " + waiting + " wait already; slow down and send again");
  }
}
