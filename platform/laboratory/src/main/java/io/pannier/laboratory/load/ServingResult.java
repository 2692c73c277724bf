package io.pannier.laboratory.load;

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
  public ServingResult {
    errors = Map.copyOf(errors);
  }

  /** True when all changes were answered, without an error, within the limit at p99. */
  public boolean holds(double p99LimitMillis) {
    return due > 0 && unanswered == 0 && errors.isEmpty() && p99Millis < p99LimitMillis;
  }
}
