package io.pannier.ingestion;

import io.pannier.messages.Failure;
import io.pannier.spi.PannierException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something again until it succeeds or it is clear that it never will. Waits between attempts,
 * each time twice as long, up to a limit.
 */
final class Persistence {
  private static final Logger LOG = LoggerFactory.getLogger(Persistence.class);
  private static final long SHORTEST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 10_000;

  private final Vertx vertx;
  private boolean stopped;

  Persistence(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Gives up whatever is waiting: its future never completes. */
  void stop() {
    stopped = true;
  }

  /**
   * @param what is attempted, for the log
   * @param hopeless true for a failure that no further attempt can mend; the future fails with it
   */
  <T> Future<T> insist(
      String what, Predicate<PannierException> hopeless, Supplier<Future<T>> attempt) {
    Promise<T> promise = Promise.promise();
    attempt(what, hopeless, attempt, SHORTEST_MILLIS, promise);
    return promise.future();
  }

  private <T> void attempt(
      String what,
      Predicate<PannierException> hopeless,
      Supplier<Future<T>> attempt,
      long waitMillis,
      Promise<T> promise) {
    attempt
        .get()
        .onSuccess(promise::complete)
        .onFailure(
            failure -> {
              PannierException known = Failure.of(failure);
              if (hopeless.test(known)) {
                promise.fail(known);
                return;
              }
              if (waitMillis == SHORTEST_MILLIS) {
                LOG.warn("{}: {} ({}); trying again", what, known.getMessage(), known.code());
              }
              if (!stopped) {
                long next = Math.min(LONGEST_MILLIS, waitMillis * 2);
                vertx.setTimer(
                    waitMillis, timer -> attempt(what, hopeless, attempt, next, promise));
              }
            });
  }
}
