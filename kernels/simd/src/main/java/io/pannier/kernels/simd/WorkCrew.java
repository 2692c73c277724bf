package io.pannier.kernels.simd;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A few threads that share the parts of one piece of work: fork and join without allocation. The
 * caller works too. Parts are claimed in ascending order, so what a worker is given ascends.
 *
 * <p>One call at a time. A part that throws ends the work: no further part begins, all workers come
 * to rest, and the caller gets what was thrown.
 */
final class WorkCrew implements AutoCloseable {
  /** Something that falls into parts, which may run in any order and at the same time. */
  interface Work {
    /**
     * @param worker who runs it, 0 to {@link WorkCrew#workers} − 1: owns that worker's workspace
     */
    void run(int part, int worker);
  }

  /** Rounds of spinning before a helper sleeps: some tens of microseconds. */
  private static final int SPINS = 2000;

  private final Thread[] helpers;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();

  /** The number of the work that may be joined; 0 while there is none. */
  private volatile int open;

  private volatile boolean closed;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Thread caller;
  private int rounds;
  private @Nullable Work work;
  private int parts;

  WorkCrew(int workers) {
    helpers = new Thread[workers - 1];
    for (int i = 0; i < helpers.length; i++) {
      int worker = i + 1;
      helpers[i] =
          Thread.ofPlatform()
              .daemon()
              .name("pannier-simd-" + worker)
              .unstarted(() -> serve(worker));
    }
    for (Thread helper : helpers) {
      helper.start();
    }
  }

  int workers() {
    return helpers.length + 1;
  }

  /** The other threads, for tests to look at. */
  Thread[] helpers() {
    return helpers.clone();
  }

  /** Runs all parts and returns when they are done. */
  void run(Work task, int count) {
    if (helpers.length == 0 || count <= 1) {
      alone(task, count);
      return;
    }
    if (closed) {
      throw new IllegalStateException("the threads of these kernels are closed");
    }
    work = task;
    parts = count;
    failure = null;
    next.set(0);
    caller = Thread.currentThread();
    rounds = rounds == Integer.MAX_VALUE ? 1 : rounds + 1;
    open = rounds;
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
    claim(task, 0);
    // A helper that has not joined by now finds the work closed, and nobody waits for it.
    open = 0;
    awaitHelpers();
    work = null;
    Throwable thrown = failure;
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
  }

  /** Runs all parts on the caller: for work that is not worth waking anyone. */
  void alone(Work task, int count) {
    for (int part = 0; part < count; part++) {
      task.run(part, 0);
    }
  }

  private void claim(Work task, int worker) {
    try {
      for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
        task.run(part, worker);
      }
    } catch (RuntimeException | Error e) {
      failure = e;
      next.set(parts);
    }
  }

  private void awaitHelpers() {
    int spins = 0;
    while (busy.get() != 0) {
      if (spins < SPINS) {
        spins++;
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
    caller = null;
  }

  private void serve(int worker) {
    int seen = 0;
    while (!closed) {
      int round = awaitRound(seen);
      if (round == 0) {
        continue;
      }
      seen = round;
      busy.incrementAndGet();
      if (open == round) {
        Work task = work;
        if (task != null) {
          claim(task, worker);
        }
      }
      Thread waiting = caller;
      if (busy.decrementAndGet() == 0 && waiting != null) {
        LockSupport.unpark(waiting);
      }
    }
  }

  /** The number of work that is open and was not seen before, or 0 after a sleep. */
  private int awaitRound(int seen) {
    for (int spins = 0; spins < SPINS; spins++) {
      int round = open;
      if (round != 0 && round != seen) {
        return round;
      }
      Thread.onSpinWait();
    }
    LockSupport.park(this);
    return 0;
  }

  /** Ends the threads. */
  @Override
  public void close() {
    closed = true;
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
  }
}
