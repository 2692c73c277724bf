package io.pannier.kernels.model;

import io.pannier.kernels.api.Rows;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/**
 * Rows of one width that are kept between calls and only ever grow, so that a service in steady
 * state allocates nothing. What they held is lost when they grow.
 */
final class Scratch {
  private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;

  private final int width;
  private Rows rows;

  Scratch(int width) {
    this.width = width;
    // One row even before any is asked for: a slice of no rows still begins inside the array.
    this.rows = Rows.of(new float[width], width);
  }

  /**
   * Room for so many rows; the same object as before where it was large enough.
   *
   * @throws PannierException KERNEL_SHAPE_MISMATCH where no array is that large
   */
  Rows room(int count) {
    long needed = (long) count * width;
    int present = rows.data().length;
    if (needed > present) {
      if (needed > MOST_ELEMENTS) {
        throw new PannierException(
            StandardErrorCode.KERNEL_SHAPE_MISMATCH,
            count + " rows of " + width + " do not fit into one array; divide the batch");
      }
      long grown = Math.max(needed, Math.min(MOST_ELEMENTS, present + present / 2L));
      rows = Rows.of(new float[(int) grown], width);
    }
    return rows;
  }
}
