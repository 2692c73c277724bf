package io.pannier.kernels.model;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/** The logarithm of a sum of exponentials, the denominator of a softmax, in double. */
final class LogSumExp {
  private LogSumExp() {}

  /**
   * @param values minus infinity takes no part
   * @param count of the values that are used
   * @return minus infinity where none takes part
   * @throws PannierException KERNEL_INPUT_NOT_FINITE for NaN and plus infinity
   */
  static double of(float[] values, int count) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      max = Math.max(max, values[i]);
    }
    if (max == Float.NEGATIVE_INFINITY) {
      return max;
    }
    if (!Float.isFinite(max)) {
      throw new PannierException(
          StandardErrorCode.KERNEL_INPUT_NOT_FINITE,
          "the decoder gave a logit of " + max + "; the model's weights are too large");
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.exp((double) values[i] - max);
    }
    return max + Math.log(sum);
  }
}
