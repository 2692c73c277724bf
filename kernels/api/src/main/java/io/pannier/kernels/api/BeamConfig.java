package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/**
 * A beam search.
 *
 * @param width W, beams that are kept, 1 to 64
 * @param minItems before a bundle may end, at least 1
 * @param maxItems at which it must, up to the model's
 */
public record BeamConfig(int width, int minItems, int maxItems) {
  public static final int MAX_WIDTH = 64;

  public BeamConfig {
    if (width < 1 || width > MAX_WIDTH || minItems < 1 || maxItems < minItems) {
      throw new PannierException(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          "a beam search of width " + width + " for " + minItems + " to " + maxItems + " items");
    }
  }
}
