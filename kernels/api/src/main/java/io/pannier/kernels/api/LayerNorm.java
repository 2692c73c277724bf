package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/**
 * Layer normalisation of a row: (x − mean) / √(variance + epsilon) · weight + bias, with the
 * population variance (Ba et al., 2016).
 *
 * @param weight (N), shared with the caller and never changed
 * @param bias (N)
 * @param epsilon above 0
 */
public record LayerNorm(float[] weight, float[] bias, float epsilon) {
  public LayerNorm {
    if (weight.length != bias.length || !(epsilon > 0)) {
      throw new PannierException(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          "layer norm with weight of "
              + weight.length
              + ", bias of "
              + bias.length
              + " and epsilon "
              + epsilon);
    }
  }

  public int width() {
    return weight.length;
  }
}
