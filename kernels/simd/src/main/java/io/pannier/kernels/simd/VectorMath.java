package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.floats;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Transcendental functions, a vector at a time. */
final class VectorMath {
  /** log₂ e, by which an exponent is multiplied to use {@link #exp2} for exp. */
  static final float LOG2_E = 1.442695f;

  // 2^r = 1 + r·q(r) on [−½, ½]; q minimises the largest relative error, which is 2.0e-9.
  private static final float C1 = 0.6931472f;
  private static final float C2 = 0.24022648f;
  private static final float C3 = 0.055503324f;
  private static final float C4 = 0.009618437f;
  private static final float C5 = 0.0013398875f;
  private static final float C6 = 0.00015353362f;

  /** 1.5 · 2²³: adding it rounds to an integer, which then stands in the lowest bits. */
  private static final float ROUNDING = 12582912f;

  private static final int MANTISSA_BITS = 23;

  /** At −127 the exponent's bits are all zero and so is the result. */
  private static final float LOWEST = -127f;

  private static final float HIGHEST = 126f;

  private static final float GELU_SLOPE = (float) (2 * Math.sqrt(2 / Math.PI));
  private static final float GELU_CUBE = 0.044715f;

  private VectorMath() {}

  /**
   * 2 to the power of each lane, which must be below 127; exactly 0 for minus infinity and
   * everything under −127. Relative error below 1.2e-7 where the result is a normal number.
   */
  static FloatVector exp2(FloatVector exponent) {
    FloatVector x = max(exponent, floats(LOWEST));
    FloatVector shifted = x.add(ROUNDING);
    FloatVector r = x.sub(shifted.sub(ROUNDING));
    FloatVector p = r.fma(floats(C6), floats(C5));
    p = p.fma(r, floats(C4));
    p = p.fma(r, floats(C3));
    p = p.fma(r, floats(C2));
    p = p.fma(r, floats(C1));
    p = p.fma(r, floats(1));
    return p.reinterpretAsInts()
        .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS))
        .reinterpretAsFloats();
  }

  /**
   * The greater of two in two instructions; {@link FloatVector#max} takes six, to order zeros and
   * to keep NaN, of which there is none here.
   */
  static FloatVector max(FloatVector a, FloatVector b) {
    return a.blend(b, b.compare(VectorOperators.GT, a));
  }

  private static FloatVector atMost(FloatVector x, float limit) {
    return x.blend(limit, x.compare(VectorOperators.GT, limit));
  }

  /** x · sigmoid(x). */
  static FloatVector silu(FloatVector x) {
    return x.div(exp2(atMost(x.mul(-LOG2_E), HIGHEST)).add(1));
  }

  /** GELU in its tanh form (Hendrycks and Gimpel, 2016), as x · sigmoid(2z). */
  static FloatVector gelu(FloatVector x) {
    FloatVector cubic = x.mul(x).fma(floats(GELU_CUBE), floats(1)).mul(x);
    return x.div(exp2(atMost(cubic.mul(-GELU_SLOPE * LOG2_E), HIGHEST)).add(1));
  }
}
