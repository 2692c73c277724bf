package io.pannier.app.cli;

import io.pannier.app.train.TensorBoardEvents;
import io.pannier.spi.StrategyTrainer.Progress;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a training on stderr, in the strategy's own words: a line whenever it has moved
 * on, at most one a second where a person watches and one in ten seconds where nobody does.
 * Interrupting the program cancels the training, which then leaves nothing half-written.
 */
final class TrainingProgress implements Progress, AutoCloseable {
  private static final long WATCHED_NANOS = 1_000_000_000L;
  private static final long UNWATCHED_NANOS = 10_000_000_000L;
  private static final int STOP_MILLIS = 20_000;

  private final PrintStream err = System.err;
  private final String what;
  private final @Nullable TensorBoardEvents events;
  private final boolean watched = ProgressLine.watched();
  private final long began = System.nanoTime();
  private final Thread training = Thread.currentThread();
  private final Thread stopper = new Thread(this::stop, "training-stopper");
  private volatile boolean cancelled;
  private long toldNanos;
  private String told = "";

  /**
   * @param events where the figures go, or null
   */
  TrainingProgress(String what, @Nullable TensorBoardEvents events) {
    this.what = what;
    this.events = events;
    this.toldNanos = began - UNWATCHED_NANOS;
    Runtime.getRuntime().addShutdownHook(stopper);
  }

  /** The process ends when its hooks do: the training has until then to clean up. */
  private void stop() {
    cancelled = true;
    try {
      training.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void report(double done, String now) {
    long nanos = System.nanoTime();
    told = now;
    if (nanos - toldNanos >= (watched ? WATCHED_NANOS : UNWATCHED_NANOS)) {
      toldNanos = nanos;
      err.printf(watched ? "\r\033[K%s: %3.0f %%  %s" : "%s: %.0f %%, %s%n", what, 100 * done, now);
      err.flush();
    }
  }

  @Override
  public void figure(String name, long step, double value) {
    if (events != null) {
      events.add(name, step, value);
    }
  }

  @Override
  public boolean cancelled() {
    return cancelled;
  }

  @Override
  public synchronized void close() {
    if (events != null) {
      events.close();
    }
    err.printf(
        (watched ? "\r\033[K" : "") + "%s: %s, in %.0f s%n",
        what,
        told,
        (System.nanoTime() - began) / 1e9);
    if (!cancelled) {
      Runtime.getRuntime().removeShutdownHook(stopper);
    }
  }
}
