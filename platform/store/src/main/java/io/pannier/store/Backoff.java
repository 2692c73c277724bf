package io.pannier.store;

import io.vertx.core.Vertx;

/** Waits between attempts, doubling from 20 ms to 2 s until one succeeds. Not thread-safe. */
final class Backoff {
  private static final long FIRST_MILLIS = 20;
  private static final long LONGEST_MILLIS = 2_000;

  private final Vertx vertx;
  private long nextMillis = FIRST_MILLIS;

  Backoff(Vertx vertx) {
    this.vertx = vertx;
  }

  /** True before the first wait since the last success: the moment to log why. */
  boolean isFirst() {
    return nextMillis == FIRST_MILLIS;
  }

  void again(Runnable attempt) {
    long millis = nextMillis;
    nextMillis = Math.min(LONGEST_MILLIS, nextMillis * 2);
    vertx.setTimer(millis, timer -> attempt.run());
  }

  void succeeded() {
    nextMillis = FIRST_MILLIS;
  }
}
