package io.pannier.laboratory.load;

import java.util.List;
import java.util.Map;

/**
 * What an ingestion trial measured, warm-up left out.
 *
 * @param eventsPerSecond events that the server acknowledged as accepted, by the second
 * @param accepted events behind that figure
 * @param duplicates events that the server had before; more than 0 spoils a trial
 * @param batchP50Millis from sending a batch to its answer
 * @param errors by status or exception
 * @param seconds length of what was measured
 */
public record IngestionResult(
    double eventsPerSecond,
    long accepted,
    long duplicates,
    double batchP50Millis,
    double batchP99Millis,
    Map<String, Long> errors,
    double seconds) {
  private static final double GOAL_PER_SECOND = 100_000;

  public IngestionResult {
    errors = Map.copyOf(errors);
  }

  /** The figures of {@code bench ingestion} that a bulk trial tells. */
  public List<Figure> figures() {
    return List.of(
        Figure.of("events-per-second", eventsPerSecond, "1/s").atLeast(GOAL_PER_SECOND),
        Figure.of("batch-p99-millis", batchP99Millis, "ms"),
        Figure.of("duplicates", (double) duplicates, ""),
        Figure.of(
            "errors", (double) errors.values().stream().mapToLong(Long::longValue).sum(), ""));
  }
}
