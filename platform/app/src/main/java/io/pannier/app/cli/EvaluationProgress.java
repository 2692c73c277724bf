package io.pannier.app.cli;

import io.pannier.laboratory.evaluation.EvaluationListener;
import org.jspecify.annotations.Nullable;

/** A line of progress for each piece of an evaluation. */
final class EvaluationProgress implements EvaluationListener, AutoCloseable {
  private final Thread stopper = new Thread(() -> cancelled = true, "evaluation-stopper");
  private volatile boolean cancelled;
  private String current = "";
  private @Nullable ProgressLine line;

  EvaluationProgress() {
    // A training that hears of it leaves no half-written model.
    Runtime.getRuntime().addShutdownHook(stopper);
  }

  @Override
  public synchronized void at(String what, long done, long total) {
    ProgressLine open = line;
    if (open == null || !what.equals(current)) {
      finish();
      open = ProgressLine.start(what, unit(what));
      line = open;
      current = what;
    }
    open.at(done, total);
  }

  @Override
  public boolean cancelled() {
    return cancelled;
  }

  @Override
  public synchronized void close() {
    finish();
    if (!cancelled) {
      Runtime.getRuntime().removeShutdownHook(stopper);
    }
  }

  private void finish() {
    if (line != null) {
      line.close();
      line = null;
    }
  }

  private static String unit(String what) {
    if (what.startsWith("teaching")) {
      return "events";
    }
    return what.startsWith("scoring") ? "cases" : "‰";
  }
}
