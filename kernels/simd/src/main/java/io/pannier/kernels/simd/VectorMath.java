package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Transcendental functions over arrays.
 *
 * <p>Each loop spells the exponential out. As a method that takes and gives a vector it would be
 * shorter, but the compiler does not always inline such a method: whether it does depends on what
 * was compiled first, and where it does not, every vector becomes an object.
 */
final class VectorMath {
  /** log₂ e, by which an exponent is multiplied to use 2ˣ for eˣ. */
  static final float LOG2_E = 1.442695f;

  // 2^r = 1 + r·q(r) on [−½, ½]; q minimises the largest relative error, which is 2.0e-9.
  static final float C1 = 0.6931472f;
  static final float C2 = 0.24022648f;
  static final float C3 = 0.055503324f;
  static final float C4 = 0.009618437f;
  static final float C5 = 0.0013398875f;
  static final float C6 = 0.00015353362f;

  /** 1.5 · 2²³: adding it rounds to an integer, which then stands in the lowest bits. */
  static final float ROUNDING = 12582912f;

  static final int MANTISSA_BITS = 23;

  /** At −127 the exponent's bits are all zero and so is the result. */
  static final float LOWEST = -127f;

  private static final float HIGHEST = 126f;

  private static final float GELU_SLOPE = (float) (2 * Math.sqrt(2 / Math.PI));
  private static final float GELU_CUBE = 0.044715f;

  private VectorMath() {}

  /**
   * x becomes x · sigmoid(x).
   *
   * @param from where the first vector lies
   * @param stride to the next one's
   */
  static void silu(float[] values, int from, int stride, int vectors) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1);
    for (int n = 0; n < vectors; n++) {
      int at = from + n * stride;
      FloatVector v = FloatVector.fromArray(FLOATS, values, at);
      FloatVector e = v.mul(-LOG2_E);
      e = e.blend(HIGHEST, e.compare(VectorOperators.GT, HIGHEST));
      e = e.blend(LOWEST, e.compare(VectorOperators.LT, LOWEST));
      FloatVector shifted = e.add(ROUNDING);
      FloatVector r = e.sub(shifted.sub(ROUNDING));
      FloatVector p = r.fma(FloatVector.broadcast(FLOATS, C6), FloatVector.broadcast(FLOATS, C5));
      p = p.fma(r, FloatVector.broadcast(FLOATS, C4));
      p = p.fma(r, FloatVector.broadcast(FLOATS, C3));
      p = p.fma(r, FloatVector.broadcast(FLOATS, C2));
      p = p.fma(r, FloatVector.broadcast(FLOATS, C1));
      p = p.fma(r, one);
      FloatVector power =
          p.reinterpretAsInts()
              .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS))
              .reinterpretAsFloats();
      v.div(power.add(one)).intoArray(values, at);
    }
  }

  /**
   * x becomes GELU(x) in its tanh form (Hendrycks and Gimpel, 2016), as x · sigmoid(2z).
   *
   * @param from where the first vector lies
   * @param stride to the next one's
   */
  static void gelu(float[] values, int from, int stride, int vectors) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1);
    for (int n = 0; n < vectors; n++) {
      int at = from + n * stride;
      FloatVector v = FloatVector.fromArray(FLOATS, values, at);
      FloatVector e =
          v.mul(v)
              .fma(FloatVector.broadcast(FLOATS, GELU_CUBE), one)
              .mul(v)
              .mul(-GELU_SLOPE * LOG2_E);
      e = e.blend(HIGHEST, e.compare(VectorOperators.GT, HIGHEST));
      e = e.blend(LOWEST, e.compare(VectorOperators.LT, LOWEST));
      FloatVector shifted = e.add(ROUNDING);
      FloatVector r = e.sub(shifted.sub(ROUNDING));
      FloatVector p = r.fma(FloatVector.broadcast(FLOATS, C6), FloatVector.broadcast(FLOATS, C5));
      p = p.fma(r, FloatVector.broadcast(FLOATS, C4));
      p = p.fma(r, FloatVector.broadcast(FLOATS, C3));
      p = p.fma(r, FloatVector.broadcast(FLOATS, C2));
      p = p.fma(r, FloatVector.broadcast(FLOATS, C1));
      p = p.fma(r, one);
      FloatVector power =
          p.reinterpretAsInts()
              .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS))
              .reinterpretAsFloats();
      v.div(power.add(one)).intoArray(values, at);
    }
  }
}
