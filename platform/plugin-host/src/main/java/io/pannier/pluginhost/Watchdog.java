package io.pannier.pluginhost;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that keeps all strategy instances within their limits. While any of them is busy
 * it looks at all of them every {@link #TICK_NANOS}; a call that must end earlier than the next
 * look wakes it. It sleeps while nothing runs.
 */
final class Watchdog implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final long TICK_NANOS = 2_000_000;

  /** Quiet looks before it sleeps: waking it costs a caller more than a few looks cost. */
  private static final int QUIET_LOOKS = 25;

  private static final long FAR = Long.MAX_VALUE / 4;

  private final List<StrategyInstance> instances = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile long nextLook = System.nanoTime();
  private volatile boolean closed;

  Watchdog() {
    this.thread = Thread.ofPlatform().name("strategy-watchdog").daemon().unstarted(this);
  }

  void start() {
    thread.start();
  }

  void add(StrategyInstance instance) {
    instances.add(instance);
  }

  void remove(StrategyInstance instance) {
    instances.remove(instance);
  }

  /** Makes sure that a look happens when the deadline passes. */
  void expect(long deadlineNanos) {
    if (deadlineNanos - nextLook < 0) {
      wake();
    }
  }

  void wake() {
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    int quiet = 0;
    while (!closed) {
      quiet = look(System.nanoTime()) ? 0 : quiet + 1;
      long now = System.nanoTime();
      if (quiet < QUIET_LOOKS) {
        nextLook = now + TICK_NANOS;
        LockSupport.parkNanos(this, TICK_NANOS);
      } else {
        // Announced before the last look: a call that comes after it wakes this thread.
        nextLook = now + FAR;
        if (!look(now)) {
          long sleep = untilNextLook(now);
          LockSupport.parkNanos(this, sleep);
        }
        quiet = 0;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    wake();
  }

  private boolean look(long now) {
    boolean busy = false;
    for (StrategyInstance instance : instances) {
      try {
        busy |= instance.watch(now);
      } catch (RuntimeException e) {
        LOG.error("watching {} failed", instance.id(), e);
      }
    }
    return busy;
  }

  private long untilNextLook(long now) {
    long sleep = FAR;
    for (StrategyInstance instance : instances) {
      Long next = instance.nextLook();
      if (next != null) {
        sleep = Math.min(sleep, Math.max(TICK_NANOS, next - now));
      }
    }
    return sleep;
  }
}
