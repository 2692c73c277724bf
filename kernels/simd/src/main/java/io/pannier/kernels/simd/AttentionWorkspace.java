package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;

import io.pannier.kernels.api.Rows;
import java.util.Arrays;

/** What one worker needs for one block of queries: grows to the largest seen and is reused. */
final class AttentionWorkspace {
  private static final int WIDEST = Lanes.MOST_VECTORS * COUNT;

  /** Scaled queries, transposed: (D, queries in lanes). */
  float[] queries = new float[0];

  /** Scores, then weights: (keys, queries in lanes). */
  float[] scores = new float[0];

  /** Values padded to whole vectors, used only for widths that are not: (keys, D rounded up). */
  float[] values = new float[0];

  /** What the weighted sum of each query is multiplied by. */
  final float[] scales = new float[WIDEST];

  final float[] zeros = new float[WIDEST];

  /** A tile of results whose width is not whole vectors. */
  final float[] tile = new float[8 * WIDEST];

  /** Times of a block's queries. */
  final int[] times = new int[WIDEST];

  /** Time buckets of one vector of queries. */
  final int[] buckets = new int[COUNT];

  private int sequence;

  /** The sequence to which a part belongs; parts that a worker is given ascend within a call. */
  int sequenceOf(int part, int[] partsBefore, int sequences) {
    int s = sequence < sequences && partsBefore[sequence] <= part ? sequence : 0;
    while (partsBefore[s + 1] <= part) {
      s++;
    }
    sequence = s;
    return s;
  }

  void reserve(int depth, int keys) {
    if (queries.length < depth * WIDEST) {
      queries = new float[depth * WIDEST];
    }
    if (scores.length < keys * WIDEST) {
      scores = new float[keys * WIDEST];
    }
    int padded = depth % COUNT == 0 ? 0 : keys * Lanes.roundUp(depth);
    if (values.length < padded) {
      values = new float[padded];
    }
  }

  /** Lanes beyond the last query are zeros. */
  void transposeQueries(Rows query, int q0, int count, int vectors, int depth, float scale) {
    int width = vectors * COUNT;
    float[] from = query.data();
    for (int i = 0; i < count; i++) {
      int row = q0 + i * query.stride();
      for (int k = 0; k < depth; k++) {
        queries[k * width + i] = from[row + k] * scale;
      }
    }
    if (count < width) {
      for (int k = 0; k < depth; k++) {
        Arrays.fill(queries, k * width + count, (k + 1) * width, 0);
      }
    }
  }

  void padValues(Rows value, int v0, int keys, int depth) {
    int width = Lanes.roundUp(depth);
    for (int j = 0; j < keys; j++) {
      System.arraycopy(value.data(), v0 + j * value.stride(), values, j * width, depth);
    }
  }
}
