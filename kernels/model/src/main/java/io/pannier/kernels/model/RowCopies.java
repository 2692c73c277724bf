package io.pannier.kernels.model;

import io.pannier.kernels.api.Rows;
import java.util.Arrays;

/** Copies of rows by number, on the processor. */
final class RowCopies {
  private RowCopies() {}

  /**
   * @param numbers (count) of the rows of {@code in}, −1 for zeros
   * @param out (count, width), no part of {@code in}
   */
  static void pick(Rows in, int[] numbers, int count, int width, Rows out) {
    for (int r = 0; r < count; r++) {
      int to = out.offset() + r * out.stride();
      if (numbers[r] < 0) {
        Arrays.fill(out.data(), to, to + width, 0);
      } else {
        int from = in.offset() + numbers[r] * in.stride();
        System.arraycopy(in.data(), from, out.data(), to, width);
      }
    }
  }
}
