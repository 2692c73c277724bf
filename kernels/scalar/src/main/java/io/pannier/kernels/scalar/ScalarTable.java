package io.pannier.kernels.scalar;

import io.pannier.kernels.api.EmbeddingTable;

/**
 * Rows to be looked up.
 *
 * @param weights row-major (rows, width)
 */
record ScalarTable(float[] weights, int rows, int width) implements EmbeddingTable {
  @Override
  public void close() {
    // Held by the heap.
  }
}
