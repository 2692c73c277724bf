package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;
import static io.pannier.kernels.simd.Lanes.FLOATS;
import static io.pannier.kernels.simd.Lanes.INTS;

import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.AttentionSpec.Weighting;
import io.pannier.kernels.api.Sequences;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Takes out of a block of scores what a query must not see. */
final class ScoreMasks {
  private static final IntVector LANE = IntVector.zero(INTS).addIndex(1);

  private ScoreMasks() {}

  /**
   * @param scores (end keys, vectors of queries)
   * @param i0 the first query, counted within the sequence
   */
  static void apply(
      AttentionSpec spec, Sequences keys, int s, float[] scores, int i0, int vectors, int end) {
    // What gives no weight: minus infinity in an exponent, zero in x · sigmoid(x).
    float none = spec.weighting() == Weighting.SOFTMAX ? Float.NEGATIVE_INFINITY : 0f;
    int width = vectors * COUNT;
    boolean[] visible = keys.visible();
    if (visible != null) {
      int first = keys.offsets()[s];
      for (int j = 0; j < end; j++) {
        if (!visible[first + j]) {
          Arrays.fill(scores, j * width, (j + 1) * width, none);
        }
      }
    }
    if (spec.causal()) {
      for (int v = 0; v < vectors; v++) {
        int i = i0 + v * COUNT;
        diagonal(scores, v * COUNT, width, i, Math.min(end, i + COUNT), none);
      }
    }
  }

  /** Of queries i to i + lanes, hides key j from those before j. */
  private static void diagonal(float[] scores, int column, int width, int i, int end, float none) {
    FloatVector hidden = FloatVector.broadcast(FLOATS, none);
    for (int j = i + 1; j < end; j++) {
      int at = column + j * width;
      VectorMask<Float> before = LANE.compare(VectorOperators.LT, j - i).cast(FLOATS);
      FloatVector.fromArray(FLOATS, scores, at).blend(hidden, before).intoArray(scores, at);
    }
  }
}
