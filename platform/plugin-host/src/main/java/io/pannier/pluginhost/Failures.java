package io.pannier.pluginhost;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.Set;

/**
 * Turns what a strategy threw into an exception of the platform. Nothing of the plugin's own
 * classes stays in it, so that a kept exception keeps no class loader alive.
 */
final class Failures {
  /**
   * Codes by which a strategy refuses a question or what it should learn from; they reach the
   * caller and blame nobody.
   */
  private static final Set<StandardErrorCode> REFUSALS =
      Set.of(
          StandardErrorCode.CAPABILITY_UNSUPPORTED,
          StandardErrorCode.PROBLEM_INVALID,
          StandardErrorCode.PROBLEM_INFEASIBLE,
          StandardErrorCode.DATA_INVALID,
          StandardErrorCode.CHECKPOINT_MISMATCH,
          StandardErrorCode.STRATEGY_CONFIG_INVALID);

  /**
   * Codes that are told as they are and yet count against the strategy: a stage checks an answer
   * inside the call that made it, so that a wrong one leads to quarantine like an exception; a file
   * that cannot be read, and a training that diverged, want other action than a broken strategy.
   */
  private static final Set<StandardErrorCode> FAULTS =
      Set.of(
          StandardErrorCode.PLUGIN_CAPABILITY_MISMATCH,
          StandardErrorCode.STRATEGY_INVALID_ANSWER,
          StandardErrorCode.FILE_FAILED,
          StandardErrorCode.MODEL_FILE_TRUNCATED,
          StandardErrorCode.MODEL_FILE_INVALID,
          StandardErrorCode.MODEL_TENSOR_MISSING,
          StandardErrorCode.TRAINING_DIVERGED);

  private Failures() {}

  /** Must run where the strategy runs: a message may be computed by the plugin's code. */
  static PannierException of(String strategy, Throwable thrown) {
    PannierException failure;
    if (thrown instanceof PannierException own
        && own.code() instanceof StandardErrorCode code
        && (REFUSALS.contains(code) || FAULTS.contains(code))) {
      failure = new PannierException(code, strategy + ": " + own.getMessage());
    } else {
      failure =
          new PannierException(
              StandardErrorCode.STRATEGY_FAILED,
              strategy + " threw " + thrown.getClass().getName() + ": " + message(thrown));
    }
    failure.setStackTrace(stackTrace(thrown));
    return failure;
  }

  static boolean isRefusal(PannierException failure) {
    return failure.code() instanceof StandardErrorCode code && REFUSALS.contains(code);
  }

  /**
   * True when the heap is exhausted. A request for an array that no heap could hold fails in the
   * same class but leaves the heap as it was.
   */
  static boolean isFatal(Throwable thrown) {
    return thrown instanceof OutOfMemoryError
        && !String.valueOf(thrown.getMessage()).startsWith("Requested array size");
  }

  private static StackTraceElement[] stackTrace(Throwable thrown) {
    try {
      return thrown.getStackTrace();
    } catch (Throwable t) {
      return new StackTraceElement[0];
    }
  }

  private static String message(Throwable thrown) {
    try {
      String message = String.valueOf(thrown.getMessage());
      return message.length() > 500 ? message.substring(0, 500) + "…" : message;
    } catch (Throwable t) {
      return "(its message cannot be read)";
    }
  }
}
