package io.pannier.pluginhost;

import io.pannier.spi.ErrorCode;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.Strategy;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that touches one strategy object: it makes the object, runs calls one after the
 * other in order of arrival, and closes it. Many threads may offer; none waits.
 *
 * <p>{@code outstanding} counts the calls that were offered and not yet taken. Closing adds {@link
 * #CLOSED} to it, after which every offer sees a negative count and is refused; the thread ends
 * when nothing but that is left, so that no call falls between.
 */
final class StrategyThread implements Runnable {
  /** How the offer of a call went. */
  enum Offer {
    TAKEN,
    FULL,
    REFUSED
  }

  private static final int CLOSED = Integer.MIN_VALUE;

  /**
   * How often the watchdog sees a thread not come back before it gives it up. A pause of the whole
   * process makes time pass, but not looks.
   */
  private static final int LOOKS_BEFORE_ABANDON = 12;

  private static final Strategy NONE = new Strategy() {};

  private final StrategyInstance instance;
  private final ContainmentConfig limits;
  private final Thread thread;
  private final StrategyCall<Strategy, Boolean> creation;
  private final Queue<StrategyCall<?, ?>> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger outstanding = new AtomicInteger();
  private volatile @Nullable StrategyCall<?, ?> running;
  private volatile boolean parked;
  private volatile boolean abandoned;

  /** Touched by the watchdog alone. */
  private int looksSinceSettled;

  /** Touched by the thread alone. */
  private Strategy strategy = NONE;

  private boolean made;

  /**
   * @param make makes and prepares the strategy object, on the new thread
   */
  StrategyThread(
      StrategyInstance instance,
      String name,
      ClassLoader contextClassLoader,
      ContainmentConfig limits,
      Function<StrategyThread, Strategy> make) {
    this.instance = instance;
    this.limits = limits;
    long now = System.nanoTime();
    this.creation =
        new StrategyCall<>(
            Strategy.class,
            none -> {
              strategy = make.apply(this);
              made = true;
              return true;
            },
            now + limits.createTimeout().toNanos(),
            now,
            false);
    this.thread =
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .inheritInheritableThreadLocals(false)
            .unstarted(this);
    thread.setContextClassLoader(contextClassLoader);
  }

  /** Completed when the strategy object is ready for its first call. */
  StrategyCall<Strategy, Boolean> creation() {
    return creation;
  }

  void start() {
    thread.start();
  }

  Offer offer(StrategyCall<?, ?> call) {
    int before = outstanding.getAndIncrement();
    if (before < 0 || before >= limits.queueCapacity()) {
      outstanding.decrementAndGet();
      wake();
      return before < 0 ? Offer.REFUSED : Offer.FULL;
    }
    queue.offer(call);
    wake();
    return Offer.TAKEN;
  }

  /** Refuses further calls; those already taken still run, then the strategy is closed. */
  void close() {
    int before;
    do {
      before = outstanding.get();
      if (before < 0) {
        return;
      }
    } while (!outstanding.compareAndSet(before, before + CLOSED));
    wake();
  }

  /** Gives the thread up: it runs no further call, whenever it comes back. */
  void abandon() {
    abandoned = true;
    close();
  }

  boolean isAbandoned() {
    return abandoned;
  }

  /** Fails the calls that wait. */
  void refuseWaiting(ErrorCode code, String why) {
    for (StrategyCall<?, ?> call : queue) {
      if (call.settleQueued()) {
        call.completeExceptionally(instance.failure(code, why));
      }
    }
  }

  boolean busy() {
    return running != null || outstanding.get() != 0;
  }

  /** The watchdog's look at this thread. */
  void watch(long now) {
    StrategyCall<?, ?> call = running;
    if (call != null) {
      watchRunning(call, now);
    }
    if (outstanding.get() != 0) {
      for (StrategyCall<?, ?> waiting : queue) {
        if (now - waiting.deadlineNanos() >= 0 && waiting.settleQueued()) {
          instance.missed(waiting, "the deadline passed while it waited for the calls before it");
        }
      }
    }
  }

  private void watchRunning(StrategyCall<?, ?> call, long now) {
    if (call.settled()) {
      looksSinceSettled++;
      if (looksSinceSettled >= LOOKS_BEFORE_ABANDON
          && now - call.settledNanos() >= limits.grace().toNanos()
          && !abandoned) {
        instance.abandon(this);
      }
      return;
    }
    looksSinceSettled = 0;
    if (now - call.deadlineNanos() >= 0) {
      if (call.settleRunning(thread, now)) {
        instance.overran(call, now);
      }
    } else if (exceeds(call, ThreadAllocation.of(thread)) && call.settleRunning(thread, now)) {
      instance.overspent(call, now);
    }
  }

  @Override
  public void run() {
    try {
      execute(creation);
      while (!abandoned) {
        StrategyCall<?, ?> call = queue.poll();
        if (call != null) {
          outstanding.decrementAndGet();
          execute(call);
        } else if (outstanding.get() == CLOSED) {
          break;
        } else {
          rest();
        }
      }
      closeStrategy();
    } finally {
      strategy = NONE;
      thread.setContextClassLoader(null);
      refuseWaiting(StandardErrorCode.STRATEGY_QUARANTINED, "its thread was given up");
      instance.ended(this);
    }
  }

  private void rest() {
    parked = true;
    if (queue.isEmpty() && outstanding.get() != CLOSED) {
      LockSupport.park(this);
    }
    parked = false;
  }

  private void wake() {
    if (parked) {
      LockSupport.unpark(thread);
    }
  }

  private void closeStrategy() {
    if (made) {
      long now = System.nanoTime();
      execute(
          new StrategyCall<>(
              Strategy.class,
              closing -> {
                closing.close();
                return true;
              },
              now + limits.createTimeout().toNanos(),
              now,
              false));
    }
  }

  /**
   * Making a strategy may take memory: it loads a model or restores a snapshot. So may a training,
   * which nobody waits for in a hurry and whose allocations are not alive at once.
   */
  private boolean exceeds(StrategyCall<?, ?> call, long allocatedNow) {
    return call.asked()
        && !call.trains()
        && allocatedNow - call.allocatedAtStart() > limits.maxCallAllocation();
  }

  private <R> void execute(StrategyCall<?, R> call) {
    long started = System.nanoTime();
    if (!call.begin(started, ThreadAllocation.ofCurrentThread())) {
      return;
    }
    running = call;
    R value = null;
    PannierException failure = null;
    try {
      value = call.apply(strategy);
    } catch (Throwable thrown) {
      if (Failures.isFatal(thrown)) {
        instance.fatal(thrown);
      }
      failure = Failures.of(instance.id(), thrown);
    }
    boolean greedy = exceeds(call, ThreadAllocation.ofCurrentThread());
    boolean won = call.finish();
    if (!won) {
      call.awaitSettled();
    }
    running = null;
    // Neither the watchdog's interrupt nor one that the strategy set itself reaches the next call.
    boolean ignored = Thread.interrupted();
    if (!won) {
      return;
    }
    long now = System.nanoTime();
    if (failure != null) {
      instance.failed(call, failure, now - started);
    } else if (greedy) {
      instance.overspent(call, now);
    } else {
      instance.succeeded(call, now - started);
      call.complete(value);
    }
  }
}
