package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/**
 * Which words each item is described by. The arrays are shared with the caller.
 *
 * @param count of the words, which are numbered from 0
 * @param offsets (items + 1): where each item's words begin, the last one where they end
 * @param words numbers of words
 */
public record WordBags(int count, int[] offsets, int[] words) {
  /**
   * @throws PannierException KERNEL_SHAPE_MISMATCH where a word is none
   */
  public WordBags {
    boolean fits = offsets.length > 0 && offsets[offsets.length - 1] == words.length;
    for (int word : words) {
      fits &= word >= 0 && word < count;
    }
    if (!fits) {
      throw new PannierException(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH, "words that are not among the " + count);
    }
  }

  /** Items without a word. */
  public static WordBags none(int items) {
    return new WordBags(0, new int[items + 1], new int[0]);
  }

  public int items() {
    return offsets.length - 1;
  }
}
