package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Sequences of different lengths, packed one after the other without padding. The arrays are shared
 * with the caller, who may refill them between calls.
 *
 * @param offsets (count + 1): sequence s is tokens {@code offsets[s]} to {@code offsets[s+1]},
 *     which may be none
 * @param count sequences
 * @param times (T) in seconds from any origin; null where no time bias is used
 * @param visible (T), false hides a token from every query; null where all are visible
 */
public record Sequences(
    int[] offsets, int count, int @Nullable [] times, boolean @Nullable [] visible) {

  public static Sequences of(int... offsets) {
    return new Sequences(offsets, offsets.length - 1, null, null);
  }

  /** T, the tokens of all sequences. */
  public int tokens() {
    return offsets[count];
  }

  public int length(int sequence) {
    return offsets[sequence + 1] - offsets[sequence];
  }

  /**
   * Checks that offsets begin at 0 and never run backwards, and that times and visibility cover
   * every token.
   *
   * @throws PannierException KERNEL_OFFSETS_INVALID or KERNEL_SHAPE_MISMATCH
   */
  public void require() {
    if (count < 0 || offsets.length < count + 1 || offsets[0] != 0) {
      throw new PannierException(
          StandardErrorCode.KERNEL_OFFSETS_INVALID,
          count + " sequences need " + (count + 1L) + " offsets that begin at 0");
    }
    for (int s = 0; s < count; s++) {
      if (offsets[s + 1] < offsets[s]) {
        throw new PannierException(
            StandardErrorCode.KERNEL_OFFSETS_INVALID,
            "offsets run backwards at sequence "
                + s
                + ": "
                + offsets[s + 1]
                + " after "
                + offsets[s]);
      }
    }
    if ((times != null && times.length < tokens())
        || (visible != null && visible.length < tokens())) {
      throw new PannierException(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          "times or visibility are shorter than the " + tokens() + " tokens");
    }
  }
}
