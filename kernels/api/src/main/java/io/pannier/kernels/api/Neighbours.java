package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/**
 * What lies near each item of a vocabulary, in sparse rows. The arrays are shared with the caller
 * and must not change.
 *
 * @param offsets (rows + 1): where each row begins, the last one where it ends
 * @param items (entries), ascending within a row
 * @param weights (entries), above 0
 */
public record Neighbours(int[] offsets, int[] items, float[] weights) {
  /**
   * @throws PannierException MODEL_FILE_INVALID where an entry lies outside
   */
  public Neighbours {
    if (offsets.length == 0
        || offsets[0] != 0
        || offsets[offsets.length - 1] != items.length
        || items.length != weights.length) {
      throw invalid("rows end elsewhere than their entries do");
    }
    for (int row = 0; row + 1 < offsets.length; row++) {
      if (offsets[row + 1] < offsets[row]) {
        throw invalid("row " + row + " ends before it begins");
      }
    }
    for (int entry = 0; entry < items.length; entry++) {
      if (items[entry] < 0 || items[entry] >= offsets.length - 1 || !(weights[entry] > 0)) {
        throw invalid("entry " + entry + " is " + weights[entry] + " for item " + items[entry]);
      }
    }
  }

  private static PannierException invalid(String problem) {
    return new PannierException(
        StandardErrorCode.MODEL_FILE_INVALID, "a table of neighbours is wrong: " + problem);
  }

  /** Rows in which nothing lies near. */
  public static Neighbours none(int rows) {
    return new Neighbours(new int[rows + 1], new int[0], new float[0]);
  }

  public int rows() {
    return offsets.length - 1;
  }

  /** Adds a multiple of a row to what the items have so far. */
  public void add(int row, float factor, float[] sums) {
    for (int entry = offsets[row]; entry < offsets[row + 1]; entry++) {
      sums[items[entry]] += factor * weights[entry];
    }
  }
}
