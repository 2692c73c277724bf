package io.pannier.laboratory.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What a trial with storefront subscribers saw, and every promise of the contract that was broken.
 * Confined to the generator's event loop.
 *
 * <p>As in {@link ServingStats}, latency counts from the moment at which a change was due. Changes
 * whose connection was lost before their answer wait for a reconnection; they are in a histogram of
 * their own with the others, and left out of the one that describes the server at work.
 */
final class StorefrontAudit {
  private static final long LONGEST_NANOS = 600_000_000_000L;

  private final Histogram undisturbed = new Histogram(LONGEST_NANOS, 3);
  private final Histogram all = new Histogram(LONGEST_NANOS, 3);
  private final Map<String, Long> errors = new TreeMap<>();
  private long changes;
  private long answered;
  private long late;
  private long stale;
  private long backwards;
  private long connections;
  private long resumed;
  private long forgotten;
  private long restarted;

  /** Measures anew; what was broken before stays broken. */
  void begin() {
    undisturbed.reset();
    all.reset();
    changes = 0;
    answered = 0;
    connections = 0;
    resumed = 0;
    forgotten = 0;
    restarted = 0;
  }

  void change() {
    changes++;
  }

  /** A change was answered, by its own offer or that of a newer cart. */
  void answered(long due, long now, boolean disturbed) {
    answered++;
    long nanos = Math.min(LONGEST_NANOS, Math.max(0, now - due));
    all.recordValue(nanos);
    if (!disturbed) {
      undisturbed.recordValue(nanos);
    }
  }

  /** A connected subscriber waited for its answer longer than it ever should. */
  void late() {
    late++;
  }

  /** A subscriber was led to believe that an older cart's offer answers its newest cart. */
  void stale() {
    stale++;
  }

  /** An offset was told again, or a lower one, within one epoch. */
  void backwards() {
    backwards++;
  }

  /** A subscriber is connected. */
  void connected() {
    connections++;
  }

  /** A subscriber came back to what it had seen. */
  void resumed() {
    resumed++;
  }

  /**
   * A subscriber came back and got a snapshot.
   *
   * @param sameEpoch the server had not been restarted, but had forgotten
   */
  void snapshot(boolean sameEpoch) {
    if (sameEpoch) {
      forgotten++;
    } else {
      restarted++;
    }
  }

  void error(String what) {
    errors.merge(what, 1L, Long::sum);
  }

  /**
   * Sums up.
   *
   * @param unanswered subscribers that never got an offer for their newest cart
   */
  StorefrontResult result(
      int subscribers, double seconds, long unanswered, long cuts, Map<String, Double> restarts) {
    return new StorefrontResult(
        subscribers,
        changes / seconds,
        changes,
        answered,
        millis(undisturbed, 50),
        millis(undisturbed, 99),
        all.getMaxValue() / 1e6,
        undisturbed.getTotalCount(),
        late + unanswered,
        stale,
        backwards,
        cuts,
        connections,
        resumed,
        forgotten,
        restarted,
        restarts,
        errors);
  }

  private static double millis(Histogram latency, double percentile) {
    return latency.getTotalCount() == 0 ? 0 : latency.getValueAtPercentile(percentile) / 1e6;
  }
}
