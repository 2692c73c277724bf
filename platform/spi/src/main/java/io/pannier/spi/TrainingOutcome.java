package io.pannier.spi;

import java.util.Map;

/**
 * How good a model is on data that its training never saw.
 *
 * @param measure what was measured, such as {@code mrr@20}; more is better
 * @param value of the new model
 * @param incumbent of the model that the strategy was granted, on the same data; NaN where there is
 *     none
 * @param figures others, by name
 */
public record TrainingOutcome(
    String measure, double value, double incumbent, Map<String, Double> figures) {
  public TrainingOutcome {
    figures = Map.copyOf(figures);
  }

  /** True where there was no model before, or a worse one. */
  public boolean better() {
    return Double.isFinite(value) && (Double.isNaN(incumbent) || value > incumbent);
  }
}
