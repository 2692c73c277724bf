package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.FLOATS;
import static io.pannier.kernels.simd.Lanes.floats;

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
    FloatVector max = max(scores, from, stride, keys);
    FloatVector sum = floats(0);
    for (int j = 0; j < keys; j++) {
      int at = from + j * stride;
      FloatVector weight = VectorMath.exp2(FloatVector.fromArray(FLOATS, scores, at).sub(max));
      weight.intoArray(scores, at);
      sum = sum.add(weight);
    }
    VectorMask<Float> any = sum.compare(VectorOperators.GT, 0f);
    floats(0).blend(floats(1).div(sum), any).intoArray(scales, scale0);
  }

  /** Finite even where every key is hidden, so that no difference is NaN. */
  private static FloatVector max(float[] scores, int from, int stride, int keys) {
    FloatVector m0 = floats(-Float.MAX_VALUE);
    FloatVector m1 = m0;
    int j = 0;
    for (; j + 2 <= keys; j += 2) {
      int at = from + j * stride;
      m0 = VectorMath.max(m0, FloatVector.fromArray(FLOATS, scores, at));
      m1 = VectorMath.max(m1, FloatVector.fromArray(FLOATS, scores, at + stride));
    }
    if (j < keys) {
      m0 = VectorMath.max(m0, FloatVector.fromArray(FLOATS, scores, from + j * stride));
    }
    return VectorMath.max(m0, m1);
  }

  /** Scores become score · sigmoid(score); every query has the same scale. */
  static void silu(
      float[] scores, int from, int stride, int keys, float scale, float[] scales, int scale0) {
    for (int j = 0; j < keys; j++) {
      int at = from + j * stride;
      VectorMath.silu(FloatVector.fromArray(FLOATS, scores, at)).intoArray(scores, at);
    }
    floats(scale).intoArray(scales, scale0);
  }

  /** No weight for keys that none of these queries sees. */
  static void clear(float[] weights, int from, int stride, int first, int end) {
    FloatVector zero = floats(0);
    for (int j = first; j < end; j++) {
      zero.intoArray(weights, from + j * stride);
    }
  }
}
