package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/**
 * What a language model makes of the texts of items, to learn from. The array is shared with the
 * caller.
 *
 * @param model names the language model; empty where there is none
 * @param dimension elements of a vector; 0 where there are none
 * @param vectors (items, dimension), each of length 1; zeros for an item without a text
 */
public record ItemTexts(String model, int dimension, float[] vectors) {
  /** Items without texts. */
  public static final ItemTexts NONE = new ItemTexts("", 0, new float[0]);

  /**
   * @throws PannierException KERNEL_SHAPE_MISMATCH where the vectors are cut off
   */
  public ItemTexts {
    if (dimension < 0 || (dimension == 0 ? vectors.length > 0 : vectors.length % dimension != 0)) {
      throw new PannierException(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          vectors.length + " elements for vectors of " + dimension);
    }
  }

  /** Whether there is no vector at all. */
  public boolean none() {
    return dimension == 0;
  }

  /** Items, with a vector or not. */
  public int items() {
    return dimension == 0 ? 0 : vectors.length / dimension;
  }

  /** Whether an item has a vector. */
  public boolean has(int item) {
    for (int at = item * dimension; at < (item + 1) * dimension; at++) {
      if (vectors[at] != 0) {
        return true;
      }
    }
    return false;
  }
}
