package io.pannier.app.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Progress of long work on stderr: a bar where a person watches, a line at the start and at the end
 * where it goes to a file.
 */
final class ProgressLine implements AutoCloseable {
  private static final int WIDTH = 100;

  private final PrintStream err;
  private final String what;
  private final String unit;
  private final @Nullable ProgressBar bar;
  private final long startedNanos = System.nanoTime();
  private long done;

  private ProgressLine(PrintStream err, String what, String unit, boolean watched) {
    this.err = err;
    this.what = what;
    this.unit = unit;
    this.bar = watched ? bar(err, what, unit) : null;
    if (!watched) {
      err.println(what + " …");
    }
  }

  /**
   * Starts to report.
   *
   * @param what what is being done, for example {@code "importing orders"}
   * @param unit what is counted, for example {@code "lines"}
   */
  static ProgressLine start(String what, String unit) {
    return new ProgressLine(System.err, what, unit, watched());
  }

  static ProgressLine unwatched(PrintStream err, String what, String unit) {
    return new ProgressLine(err, what, unit, false);
  }

  /** True where a person sits at a terminal. */
  static boolean watched() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  /**
   * @param newDone units done so far
   * @param total units in all; negative while unknown
   */
  synchronized void at(long newDone, long total) {
    done = newDone;
    if (bar != null) {
      if (total >= 0) {
        bar.maxHint(total);
      }
      bar.stepTo(newDone);
    }
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
    } else {
      double seconds = (System.nanoTime() - startedNanos) / 1e9;
      err.printf("%s: %,d %s in %.1f s%n", what, done, unit, seconds);
    }
  }

  private static ProgressBar bar(PrintStream err, String what, String unit) {
    return new ProgressBarBuilder()
        .setTaskName(what)
        .setUnit(" " + unit, 1)
        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
        .setUpdateIntervalMillis(200)
        .showSpeed()
        .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
        .build();
  }
}
