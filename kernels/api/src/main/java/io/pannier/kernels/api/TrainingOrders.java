package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/**
 * Orders to learn from, oldest first: each is a sequence of events of which the last ones are the
 * order's items and the ones before are what its shopper had done earlier. Nothing in a sequence is
 * younger than its order.
 *
 * @param events one sequence for each order, with times; the arrays are shared with the caller
 * @param starts (orders): how many events of the sequence come before the order's own
 * @param vocabulary SHA-256, in hexadecimal, of what the item numbers mean; {@code none} where they
 *     mean nothing
 */
public record TrainingOrders(EventBatch events, int[] starts, String vocabulary) {
  public TrainingOrders {
    Sequences sequences = events.sequences();
    sequences.require();
    if (starts.length < sequences.count()) {
      throw new PannierException(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          starts.length + " starts for " + sequences.count() + " orders");
    }
    for (int order = 0; order < sequences.count(); order++) {
      if (starts[order] < 0 || starts[order] > sequences.length(order)) {
        throw new PannierException(
            StandardErrorCode.KERNEL_SHAPE_MISMATCH,
            "order " + order + " begins outside its sequence, at " + starts[order]);
      }
    }
  }

  public int count() {
    return events.sequences().count();
  }
}
