package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;
import static io.pannier.kernels.simd.Lanes.FLOATS;
import static io.pannier.kernels.simd.VectorMath.C1;
import static io.pannier.kernels.simd.VectorMath.C2;
import static io.pannier.kernels.simd.VectorMath.C3;
import static io.pannier.kernels.simd.VectorMath.C4;
import static io.pannier.kernels.simd.VectorMath.C5;
import static io.pannier.kernels.simd.VectorMath.C6;
import static io.pannier.kernels.simd.VectorMath.LOWEST;
import static io.pannier.kernels.simd.VectorMath.MANTISSA_BITS;
import static io.pannier.kernels.simd.VectorMath.ROUNDING;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Scores become weights, one vector of queries at a time, going down the keys. Nothing crosses
 * lanes, so a query's weights do not depend on its neighbours.
 */
final class ScoreWeights {
  private ScoreWeights() {}

  /**
   * Scores in units of log 2 become exp(score − max); the scale of a query is one over their sum,
   * or 0 where it sees nothing.
   *
   * @param from where the vector of key 0 lies
   * @param stride to the next key's
   */
  static void softmax(float[] scores, int from, int stride, int keys, float[] scales, int scale0) {
    // Finite even where every key is hidden, so that no difference is NaN. Compare and blend are
    // two instructions; FloatVector.max takes six, to order zeros and to keep NaN.
    FloatVector m0 = FloatVector.broadcast(FLOATS, -Float.MAX_VALUE);
    FloatVector m1 = m0;
    for (int j = 0; j < keys; j++) {
      FloatVector score = FloatVector.fromArray(FLOATS, scores, from + j * stride);
      FloatVector greater = m1.blend(score, score.compare(VectorOperators.GT, m1));
      m1 = m0;
      m0 = greater;
    }
    FloatVector max = m0.blend(m1, m1.compare(VectorOperators.GT, m0));
    FloatVector one = FloatVector.broadcast(FLOATS, 1);
    FloatVector sum = FloatVector.broadcast(FLOATS, 0);
    for (int j = 0; j < keys; j++) {
      int at = from + j * stride;
      // 2 to the power of score − max, spelled out: see VectorMath.
      FloatVector e = FloatVector.fromArray(FLOATS, scores, at).sub(max);
      e = e.blend(LOWEST, e.compare(VectorOperators.LT, LOWEST));
      FloatVector shifted = e.add(ROUNDING);
      FloatVector r = e.sub(shifted.sub(ROUNDING));
      FloatVector p = r.fma(FloatVector.broadcast(FLOATS, C6), FloatVector.broadcast(FLOATS, C5));
      p = p.fma(r, FloatVector.broadcast(FLOATS, C4));
      p = p.fma(r, FloatVector.broadcast(FLOATS, C3));
      p = p.fma(r, FloatVector.broadcast(FLOATS, C2));
      p = p.fma(r, FloatVector.broadcast(FLOATS, C1));
      p = p.fma(r, one);
      FloatVector weight =
          p.reinterpretAsInts()
              .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS))
              .reinterpretAsFloats();
      weight.intoArray(scores, at);
      sum = sum.add(weight);
    }
    VectorMask<Float> any = sum.compare(VectorOperators.GT, 0f);
    FloatVector.broadcast(FLOATS, 0).blend(one.div(sum), any).intoArray(scales, scale0);
  }

  /** Scores become score · sigmoid(score); every query has the same scale. */
  static void silu(
      float[] scores, int from, int stride, int keys, float scale, float[] scales, int scale0) {
    VectorMath.silu(scores, from, stride, keys);
    Arrays.fill(scales, scale0, scale0 + COUNT, scale);
  }

  /** No weight for keys that none of these queries sees. */
  static void clear(float[] weights, int from, int stride, int first, int end) {
    FloatVector zero = FloatVector.broadcast(FLOATS, 0);
    for (int j = first; j < end; j++) {
      zero.intoArray(weights, from + j * stride);
    }
  }
}
