package io.pannier.app;

import io.pannier.pluginhost.StrategyInstance;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Waits for strategies outside of the flow, where a person waits too. */
public final class Readiness {
  private static final long LOOK_MILLIS = 20;

  private Readiness() {}

  /**
   * Waits until an instance can be asked. A host goes on trying to make a strategy that failed;
   * whoever waits here wants to know at once.
   *
   * @throws PannierException the code by which it could not be made, else STRATEGY_FAILED
   */
  public static void await(StrategyInstance instance) {
    CompletableFuture<StrategyInstance> ready = instance.ready();
    while (!ready.isDone()) {
      if (instance.quarantined()) {
        throw notMade(instance);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new PannierException(
            StandardErrorCode.STRATEGY_FAILED,
            "interrupted while " + instance.id() + " was made",
            e);
      }
    }
    outcome(ready);
  }

  private static PannierException notMade(StrategyInstance instance) {
    Throwable failure = instance.failureToMake();
    String why = failure == null ? "its maker hangs" : String.valueOf(failure.getMessage());
    String named = instance.id() + ": ";
    return new PannierException(
        failure instanceof PannierException known
            ? known.code()
            : StandardErrorCode.STRATEGY_FAILED,
        instance.id()
            + " could not be made: "
            + (why.startsWith(named) ? why.substring(named.length()) : why),
        failure);
  }

  /** What a call gave, or the exception by which the strategy refused or failed. */
  public static <R> R outcome(CompletableFuture<R> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof PannierException known) {
        throw known;
      }
      throw e;
    }
  }
}
