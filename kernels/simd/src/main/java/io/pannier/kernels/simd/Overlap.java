package io.pannier.kernels.simd;

import io.pannier.kernels.api.Rows;

/** Whether writing some rows would change others that are still to be read. */
@SuppressWarnings("ReferenceEquality") // It is the same memory that matters, not equal contents.
final class Overlap {
  private Overlap() {}

  /** True if the rows may share an element. Columns of one matrix lie apart though interleaved. */
  static boolean between(Rows x, int xRows, int xWidth, Rows y, int yRows, int yWidth) {
    if (x.data() != y.data() || xRows == 0 || yRows == 0 || xWidth == 0 || yWidth == 0) {
      return false;
    }
    long xEnd = x.offset() + (xRows - 1L) * x.stride() + xWidth;
    long yEnd = y.offset() + (yRows - 1L) * y.stride() + yWidth;
    if (xEnd <= y.offset() || yEnd <= x.offset()) {
      return false;
    }
    if (x.stride() != y.stride() || x.stride() == 0) {
      return true;
    }
    int apart = Math.floorMod(y.offset() - x.offset(), x.stride());
    return apart < xWidth || x.stride() - apart < yWidth;
  }

  /** True if both are the very same rows, which an element-wise operation may read and write. */
  static boolean same(Rows x, Rows y) {
    return x.data() == y.data() && x.offset() == y.offset() && x.stride() == y.stride();
  }
}
