package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/**
 * A view of equally long rows inside an array that the caller owns; nothing is copied. Row r starts
 * at {@code offset + r * stride}, so that queries, keys and values may lie interleaved in the
 * output of one projection.
 *
 * @param data shared with the caller, fp32
 * @param offset of the first row, in elements
 * @param stride from one row to the next, in elements
 */
public record Rows(float[] data, int offset, int stride) {
  public Rows {
    if (offset < 0 || stride < 0) {
      throw new PannierException(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          "rows begin at " + offset + " with stride " + stride + "; neither may be negative");
    }
  }

  /** Dense rows of the given width from the start of the array. */
  public static Rows of(float[] data, int width) {
    return new Rows(data, 0, width);
  }

  /** The same rows from a later column on: a slice of an interleaved projection. */
  public Rows from(int column) {
    return new Rows(data, offset + column, stride);
  }

  /**
   * Checks that so many rows of this width lie inside the array and do not overlap.
   *
   * @throws PannierException KERNEL_SHAPE_MISMATCH otherwise; the message names the rows as {@code
   *     what}
   */
  public void require(String what, int rows, int width) {
    long end = rows == 0 ? offset : offset + (rows - 1L) * stride + width;
    if (rows < 0 || width < 0 || end > data.length || (rows > 1 && stride < width)) {
      throw new PannierException(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          what
              + ": "
              + rows
              + " rows of "
              + width
              + " with stride "
              + stride
              + " from "
              + offset
              + " do not fit into "
              + data.length
              + " elements");
    }
  }
}
