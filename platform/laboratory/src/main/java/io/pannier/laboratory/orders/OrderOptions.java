package io.pannier.laboratory.orders;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How a file is read.
 *
 * @param seed of what is derived because the file does not state it (costs, stock)
 * @param batchSize products or events in a batch, at least 1
 * @param lastOrderDay when not null, all times move by the same number of whole days such that the
 *     last order falls on this UTC day
 */
public record OrderOptions(long seed, int batchSize, @Nullable LocalDate lastOrderDay) {
  public OrderOptions {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, not " + batchSize);
    }
  }

  /** Seed 42, batches of 1,000, times as they are. */
  public static OrderOptions defaults() {
    return new OrderOptions(42, 1_000, null);
  }

  public OrderOptions withLastOrderDay(LocalDate day) {
    return new OrderOptions(seed, batchSize, day);
  }
}
