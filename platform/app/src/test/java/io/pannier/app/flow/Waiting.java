package io.pannier.app.flow;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for what the program does in the background. */
final class Waiting {
  private static final Duration AT_MOST = Duration.ofSeconds(20);
  private static final long LOOK_AGAIN_NANOS = 20_000_000;

  private Waiting() {}

  /** The first value that fulfils the condition. */
  static <T> T until(String what, Callable<T> value, Predicate<T> condition) {
    return until(what, value, condition, AT_MOST);
  }

  /** As {@link #until}, where a whole catalogue is worked through before. */
  static <T> T patiently(String what, Callable<T> value, Predicate<T> condition) {
    return until(what, value, condition, AT_MOST.multipliedBy(6));
  }

  private static <T> T until(
      String what, Callable<T> value, Predicate<T> condition, Duration atMost) {
    long until = System.nanoTime() + atMost.toNanos();
    while (true) {
      T seen;
      try {
        seen = value.call();
      } catch (Exception e) {
        throw new AssertionError("while waiting until " + what, e);
      }
      if (condition.test(seen)) {
        return seen;
      }
      if (System.nanoTime() - until > 0) {
        throw new AssertionError("waited in vain until " + what + "; last seen: " + seen);
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }
}
