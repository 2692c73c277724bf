package io.pannier.laboratory.load;

import static io.pannier.spi.StandardErrorCode.INTERNAL_ERROR;

import io.pannier.spi.PannierException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What threads that may wait have done on the one event loop of a generator. */
final class LoopCalls {
  private static final long LOOK_MILLIS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Vertx vertx;
  private final Context loop;
  private final String what;

  /**
   * @param vertx has one event loop
   * @param what fails, in the words of an error
   */
  LoopCalls(Vertx vertx, String what) {
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
    this.what = what;
  }

  /** Does something there, some time. */
  void later(Runnable action) {
    loop.runOnContext(_ -> action.run());
  }

  /** Does something there and waits for it, which also publishes what it wrote. */
  void run(Runnable action) {
    call(
        () -> {
          action.run();
          return true;
        });
  }

  /** Asks something there and waits for the answer. */
  <T> T call(Supplier<T> question) {
    Promise<T> answer = Promise.promise();
    loop.runOnContext(
        _ -> {
          try {
            answer.complete(question.get());
          } catch (RuntimeException e) {
            answer.fail(e);
          }
        });
    return await(answer.future(), PATIENCE);
  }

  /** Looks there again and again; false when it did not come true in time. */
  boolean until(BooleanSupplier condition, Duration timeout) {
    Promise<Boolean> met = Promise.promise();
    long deadline = System.nanoTime() + timeout.toNanos();
    loop.runOnContext(
        _ ->
            vertx.setPeriodic(
                LOOK_MILLIS,
                timer -> {
                  boolean now = condition.getAsBoolean();
                  if (now || System.nanoTime() - deadline > 0) {
                    vertx.cancelTimer(timer);
                    met.tryComplete(now);
                  }
                }));
    return await(met.future(), timeout.plus(PATIENCE));
  }

  private <T> T await(Future<T> future, Duration timeout) {
    return join(future.toCompletionStage().toCompletableFuture(), timeout, what);
  }

  /** Waits for a task, and throws what it failed with. */
  static <T> T join(java.util.concurrent.Future<T> task) {
    return join(task, Duration.ofDays(1), "The storefront load");
  }

  /** Waits for a future, and throws what it failed with. */
  static <T> T join(Future<T> future) {
    return join(future.toCompletionStage().toCompletableFuture(), PATIENCE, "The end of the load");
  }

  private static <T> T join(java.util.concurrent.Future<T> task, Duration timeout, String what) {
    try {
      return task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failed(what, e.getCause());
    } catch (TimeoutException e) {
      throw failed(what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(what, e);
    }
  }

  private static PannierException failed(String what, @Nullable Throwable cause) {
    return cause instanceof PannierException known
        ? known
        : new PannierException(INTERNAL_ERROR, what + " failed: " + cause, cause);
  }
}
