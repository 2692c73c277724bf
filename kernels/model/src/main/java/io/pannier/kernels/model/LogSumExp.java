package io.pannier.kernels.model;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;

/**
 * The logarithm of a sum of exponentials, the denominator of a softmax. Terms are fp32 to the last
 * place or two, which is what logits are good for; their sum and its logarithm are double.
 */
final class LogSumExp {
  // exp(x) = 2ⁿ · exp(r) with n = round(x / ln 2) and r = x − n · ln 2, ln 2 in two parts so that
  // the first product is exact (Cody and Waite, 1980), and exp(r) by its series.
  private static final float LOG2_E = (float) (1 / Math.log(2));
  private static final float LN2_HIGH = 355f / 512;
  private static final float LN2_LOW = (float) (Math.log(2) - LN2_HIGH);

  /** Adding it leaves the nearest integer in the low bits of the mantissa. */
  private static final float ROUNDER = 0x1.8p23f;

  /** Below it a term is lost beside the greatest one, which is 1. */
  private static final float LEAST = -87;

  private static final int MANTISSA_BITS = 23;

  private float[] terms = {};

  /**
   * @param values minus infinity takes no part
   * @param count of the values that are used
   * @return minus infinity where none takes part
   * @throws PannierException KERNEL_INPUT_NOT_FINITE for NaN and plus infinity
   */
  double of(float[] values, int count) {
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
    if (terms.length < count) {
      terms = new float[count + count / 2];
    }
    exponentials(values, count, max, terms);
    return max + Math.log(sum(terms, count));
  }

  /** Without a branch or a call, so that the compiler makes vectors of it. */
  private static void exponentials(float[] values, int count, float max, float[] out) {
    for (int i = 0; i < count; i++) {
      float x = Math.max(values[i] - max, LEAST);
      float shifted = x * LOG2_E + ROUNDER;
      float n = shifted - ROUNDER;
      float r = (x - n * LN2_HIGH) - n * LN2_LOW;
      float series = 1f / 720 + r * (1f / 5040);
      series = 1f / 120 + r * series;
      series = 1f / 24 + r * series;
      series = 1f / 6 + r * series;
      series = 1f / 2 + r * series;
      series = 1 + r * (1 + r * series);
      int power = Float.floatToRawIntBits(shifted) << MANTISSA_BITS;
      out[i] = Float.intBitsToFloat(Float.floatToRawIntBits(series) + power);
    }
  }

  /** Four sums in parallel, because one would wait for itself. */
  private static double sum(float[] terms, int count) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      s0 += terms[i];
      s1 += terms[i + 1];
      s2 += terms[i + 2];
      s3 += terms[i + 3];
    }
    for (; i < count; i++) {
      s0 += terms[i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
