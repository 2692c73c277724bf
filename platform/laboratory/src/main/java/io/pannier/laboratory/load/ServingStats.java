package io.pannier.laboratory.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What one trial saw. Confined to the generator's event loop.
 *
 * <p>Latency counts from the moment at which a change was due, not from when it was sent: a stalled
 * generator or server delays the sending of later changes, and that wait is theirs (coordinated
 * omission, Tene).
 */
final class ServingStats {
  private static final long LONGEST_NANOS = 120_000_000_000L;

  private final Histogram latency = new Histogram(LONGEST_NANOS, 3);
  private final Map<String, Long> errors = new TreeMap<>();
  private final long from;
  private final long to;
  private long due;
  private long answered;
  private long offers;
  private long degraded;
  private long empty;
  private long unanswered;

  /**
   * @param from changes that are due before this nanoTime are warm-up
   * @param to changes that are due at this nanoTime or later are not counted
   */
  ServingStats(long from, long to) {
    this.from = from;
    this.to = to;
  }

  void due(long intended) {
    due += counts(intended) ? 1 : 0;
  }

  /** A change was answered. */
  void answered(long intended, long now) {
    if (counts(intended)) {
      answered++;
      latency.recordValue(Math.min(LONGEST_NANOS, Math.max(0, now - intended)));
    }
  }

  /** An offer came that answered a change. */
  void offer(long intended, boolean isDegraded, boolean isEmpty) {
    if (counts(intended)) {
      offers++;
      degraded += isDegraded ? 1 : 0;
      empty += isEmpty ? 1 : 0;
    }
  }

  /** A change was never answered; what it waited so far stands for its latency. */
  void unanswered(long intended, long now) {
    if (counts(intended)) {
      unanswered++;
      latency.recordValue(Math.min(LONGEST_NANOS, Math.max(0, now - intended)));
    }
  }

  void error(String code) {
    errors.merge(code, 1L, Long::sum);
  }

  private boolean counts(long intended) {
    return intended - from >= 0 && intended - to < 0;
  }

  ServingResult result(double rate) {
    double seconds = (to - from) / 1e9;
    return new ServingResult(
        rate,
        answered / seconds,
        millis(50),
        millis(90),
        millis(99),
        latency.getMaxValue() / 1e6,
        offers == 0 ? 0 : (double) degraded / offers,
        offers == 0 ? 0 : (double) empty / offers,
        due,
        answered,
        unanswered,
        errors,
        seconds);
  }

  private double millis(double percentile) {
    return latency.getTotalCount() == 0 ? 0 : latency.getValueAtPercentile(percentile) / 1e6;
  }
}
