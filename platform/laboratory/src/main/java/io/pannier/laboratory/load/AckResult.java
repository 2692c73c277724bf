package io.pannier.laboratory.load;

import java.util.Map;

/**
 * How long single events wait for their acknowledgement.
 *
 * @param acknowledged events behind the figures
 * @param p50Millis from the moment at which the event was due to be sent
 * @param errors by status or exception
 */
public record AckResult(
    long acknowledged, double p50Millis, double p99Millis, Map<String, Long> errors) {
  public AckResult {
    errors = Map.copyOf(errors);
  }
}
