package io.pannier.laboratory.load;

import java.util.random.RandomGenerator;

/**
 * Waiting times that double up to a limit, each drawn evenly from 0 to the current one ("full
 * jitter"): the pauses of the storefront's own client between two connections.
 */
final class Backoff {
  private static final long FIRST_MILLIS = 500;
  private static final long MAX_MILLIS = 30_000;
  private static final int MOST_DOUBLINGS = 30;

  private final RandomGenerator random;
  private int failures;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** Milliseconds to wait before the next attempt, never fewer than the floor. */
  long next(long floorMillis) {
    long ceiling = Math.min(MAX_MILLIS, FIRST_MILLIS << Math.min(failures, MOST_DOUBLINGS));
    failures++;
    return floorMillis + Math.round(random.nextDouble() * ceiling);
  }

  void reset() {
    failures = 0;
  }
}
