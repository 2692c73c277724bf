package io.pannier.laboratory.load;

import java.util.List;
import java.util.Map;

/**
 * What a trial of cart changes measured, warm-up left out.
 *
 * @param targetRate changes a second that were due
 * @param achievedRate changes a second that were answered
 * @param p50Millis from the moment at which a change was due to its offer's arrival
 * @param degradedShare share of the offers that a fallback made, 0 to 1
 * @param emptyShare share of the offers without a bundle, 0 to 1
 * @param due changes that were due
 * @param answered changes that an offer answered
 * @param unanswered changes that no offer answered until the drain ended; in the latencies with the
 *     time they had waited by then
 * @param errors by the code of the server, or what happened to the connection; warm-up included
 * @param seconds length of what was measured
 */
public record ServingResult(
    double targetRate,
    double achievedRate,
    double p50Millis,
    double p90Millis,
    double p99Millis,
    double maxMillis,
    double degradedShare,
    double emptyShare,
    long due,
    long answered,
    long unanswered,
    Map<String, Long> errors,
    double seconds) {
  /** The limits that the design holds a cart change to. */
  public static final double P90_GOAL_MILLIS = 7;

  public static final double P99_GOAL_MILLIS = 15;

  public ServingResult {
    errors = Map.copyOf(errors);
  }

  /** True when all changes were answered, without an error, within the limit at p99. */
  public boolean holds(double p99LimitMillis) {
    return due > 0 && unanswered == 0 && errors.isEmpty() && p99Millis < p99LimitMillis;
  }

  /** The figures of {@code bench serving} that a trial alone can tell. */
  public List<Figure> figures() {
    return List.of(
        // A share of one per cent is the granularity of the schedule, not a missed rate.
        Figure.of("rate-per-second", achievedRate, "1/s").atLeast(targetRate * 0.99),
        Figure.of("p50-millis", p50Millis, "ms"),
        Figure.of("p90-millis", p90Millis, "ms").lessThan(P90_GOAL_MILLIS),
        Figure.of("p99-millis", p99Millis, "ms").lessThan(P99_GOAL_MILLIS),
        Figure.of("degraded-share", degradedShare, ""),
        Figure.of("unanswered", (double) unanswered, ""),
        Figure.of(
            "errors", (double) errors.values().stream().mapToLong(Long::longValue).sum(), ""));
  }
}
