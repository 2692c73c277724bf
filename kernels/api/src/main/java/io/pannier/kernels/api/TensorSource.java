package io.pannier.kernels.api;

import io.pannier.spi.PannierException;

/** Named fp32 tensors, such as those of a model file. */
@FunctionalInterface
public interface TensorSource {
  /**
   * A copy of one tensor, row-major.
   *
   * @throws PannierException MODEL_TENSOR_MISSING if there is none of that name, or
   *     KERNEL_SHAPE_MISMATCH if its shape is another
   */
  float[] tensor(String name, int... shape);
}
