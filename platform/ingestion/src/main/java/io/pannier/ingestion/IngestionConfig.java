package io.pannier.ingestion;

/**
 * How much ingestion takes on.
 *
 * @param bulkLanes journal writers for large batches, beside the one for carts and small batches; 1
 *     to 64
 * @param interactiveBatch most events of a batch that goes with the carts
 * @param interactiveQueue most events that wait in the lane of the carts; more are refused with
 *     {@code OVERLOADED}
 * @param bulkQueue most events that wait in each bulk lane
 * @param productQueue most products, and most shoppers, that wait to be stored
 */
public record IngestionConfig(
    int bulkLanes, int interactiveBatch, int interactiveQueue, int bulkQueue, int productQueue) {
  public IngestionConfig {
    if (bulkLanes < 1 || bulkLanes > 64) {
      throw new IllegalArgumentException("bulk-lanes must be 1 to 64");
    }
    if (interactiveBatch < 0 || interactiveQueue < 1 || bulkQueue < 1 || productQueue < 1) {
      throw new IllegalArgumentException("batches must be ≥ 0 and queues ≥ 1");
    }
  }

  public static IngestionConfig defaults() {
    return new IngestionConfig(2, 64, 20_000, 100_000, 50_000);
  }
}
