package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.List;

/**
 * Which words each item is described by. The arrays are shared with the caller.
 *
 * @param names of the words, by number; empty where nobody needs them
 * @param count of the words, which are numbered from 0
 * @param offsets (items + 1): where each item's words begin, the last one where they end
 * @param words numbers of words
 */
public record WordBags(List<String> names, int count, int[] offsets, int[] words) {
  /** Words of an item that share in its vector, the first ones. */
  public static final int MOST_SHARING = 8;

  /**
   * @throws PannierException KERNEL_SHAPE_MISMATCH where a word is none
   */
  public WordBags {
    names = List.copyOf(names);
    boolean fits = offsets.length > 0 && offsets[offsets.length - 1] == words.length;
    fits &= names.isEmpty() || names.size() == count;
    for (int word : words) {
      fits &= word >= 0 && word < count;
    }
    if (!fits) {
      throw new PannierException(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH, "words that are not among the " + count);
    }
  }

  /** Words without names. */
  public WordBags(int count, int[] offsets, int[] words) {
    this(List.of(), count, offsets, words);
  }

  /** Items without a word. */
  public static WordBags none(int items) {
    return new WordBags(0, new int[items + 1], new int[0]);
  }

  /**
   * What each of an item's words has a share of in its vector: one over the root of their number,
   * so that a long title says no more than a short one.
   */
  public static float share(int words) {
    return (float) (1 / Math.sqrt(Math.min(words, MOST_SHARING)));
  }

  public int items() {
    return offsets.length - 1;
  }
}
