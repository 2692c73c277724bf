package io.pannier.kernels.scalar;

import io.pannier.kernels.api.PackedMatrix;
import io.pannier.kernels.api.Rows;

/**
 * A right operand as it came.
 *
 * @param values row-major (K, N)
 */
record ScalarMatrix(float[] values, int rows, int columns) implements PackedMatrix {
  /** Row {@code index} of a · this, into {@code out} of N. */
  void product(Rows a, int index, double[] out) {
    int start = a.offset() + index * a.stride();
    for (int j = 0; j < columns; j++) {
      double sum = 0;
      for (int k = 0; k < rows; k++) {
        sum += (double) a.data()[start + k] * values[k * columns + j];
      }
      out[j] = sum;
    }
  }

  @Override
  public void close() {
    // Held by the heap.
  }
}
