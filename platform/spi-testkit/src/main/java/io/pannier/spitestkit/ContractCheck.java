package io.pannier.spitestkit;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One promise of the contract, and how to find out whether a strategy keeps it.
 *
 * @param section what the promise is about: {@code descriptor}, {@code scoring}, …
 * @param name the promise, in words
 * @param body throws an {@link AssertionError} when the promise is broken
 */
public record ContractCheck(String section, String name, Body body) {
  private static final Duration AT_MOST = Duration.ofSeconds(20);

  /** What a check does. */
  @FunctionalInterface
  public interface Body {
    void run() throws Throwable;
  }

  /**
   * Runs the check on a thread of its own, so that a strategy that hangs fails this check and no
   * other.
   *
   * @throws AssertionError if the promise is broken, or if nothing came back in time
   * @throws Throwable what the strategy threw
   */
  @SuppressWarnings("ThreadJoinLoop") // the caller's own interrupt must end the wait
  public void run() throws Throwable {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              try {
                body.run();
                return true;
              } catch (Exception | Error e) {
                throw e;
              } catch (Throwable e) {
                throw new AssertionError("threw " + e, e);
              }
            });
    Thread thread = Thread.ofPlatform().daemon().name("contract-" + section).unstarted(task);
    thread.start();
    try {
      task.get(AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw cause == null ? e : cause;
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new AssertionError("nothing came back within " + AT_MOST.toSeconds() + " s", e);
    }
  }

  @Override
  public String toString() {
    return section + ": " + name;
  }
}
