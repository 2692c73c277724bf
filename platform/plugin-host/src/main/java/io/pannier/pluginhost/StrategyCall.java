package io.pannier.pluginhost;

import io.pannier.spi.Strategy;
import io.pannier.spi.StrategyTrainer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * One call of a strategy: the caller's future, and who may complete it. The strategy's thread and
 * the watchdog race for the right by one compare-and-set; the loser's outcome is discarded.
 *
 * <p>States: queued → running → done by the thread; or queued → settled, or running → settling →
 * settled, by the watchdog. While it is settling the watchdog is interrupting the thread, and the
 * thread waits before it goes on, so that the interrupt never hits the next call.
 */
final class StrategyCall<S extends Strategy, R> extends CompletableFuture<R> {
  private static final int QUEUED = 0;
  private static final int RUNNING = 1;
  private static final int SETTLING = 2;
  private static final int SETTLED = 3;
  private static final int DONE = 4;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(StrategyCall.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Class<S> type;
  private final Function<? super S, ? extends R> body;
  private final long deadlineNanos;
  private final long submittedNanos;
  private final boolean asked;
  private long startedNanos;
  private long allocatedAtStart;
  private volatile long settledNanos;

  @SuppressWarnings("UnusedVariable") // read and written through STATE
  private volatile int state = QUEUED;

  /**
   * @param asked true for a call that somebody waits for; false for making and closing the strategy
   */
  StrategyCall(
      Class<S> type,
      Function<? super S, ? extends R> body,
      long deadlineNanos,
      long submittedNanos,
      boolean asked) {
    this.type = type;
    this.body = body;
    this.deadlineNanos = deadlineNanos;
    this.submittedNanos = submittedNanos;
    this.asked = asked;
  }

  /** Strategies complete calls on threads of their own; a dependent future is an ordinary one. */
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }

  /** Called by the strategy's thread; false when the call must not run any more. */
  boolean begin(long nowNanos, long allocated) {
    startedNanos = nowNanos;
    allocatedAtStart = allocated;
    return !isDone() && STATE.compareAndSet(this, QUEUED, RUNNING);
  }

  R apply(Strategy strategy) {
    return body.apply(type.cast(strategy));
  }

  /** Called by the strategy's thread after the body; false when the watchdog was faster. */
  boolean finish() {
    return STATE.compareAndSet(this, RUNNING, DONE);
  }

  /** Called by the watchdog for a call that no thread has begun; true gives it the right. */
  boolean settleQueued() {
    return STATE.compareAndSet(this, QUEUED, SETTLED);
  }

  /** Called by the watchdog for a running call: interrupts the thread if it wins the right. */
  boolean settleRunning(Thread thread, long nowNanos) {
    if (!STATE.compareAndSet(this, RUNNING, SETTLING)) {
      return false;
    }
    settledNanos = nowNanos;
    thread.interrupt();
    STATE.setVolatile(this, SETTLED);
    return true;
  }

  /** Waits for the few instructions that the watchdog needs to interrupt this thread. */
  void awaitSettled() {
    while ((int) STATE.getVolatile(this) == SETTLING) {
      Thread.onSpinWait();
    }
  }

  boolean settled() {
    return (int) STATE.getVolatile(this) == SETTLED;
  }

  boolean asked() {
    return asked;
  }

  /** True for a training, which takes as long and as much as it needs. */
  boolean trains() {
    return type == StrategyTrainer.class;
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  long startedNanos() {
    return startedNanos;
  }

  long settledNanos() {
    return settledNanos;
  }

  long allocatedAtStart() {
    return allocatedAtStart;
  }

  /**
   * True when the strategy had at least as much time as the call spent waiting. A call that began
   * just before its deadline says nothing about the strategy.
   */
  boolean hadItsTime(long nowNanos) {
    return nowNanos - startedNanos >= startedNanos - submittedNanos;
  }
}
