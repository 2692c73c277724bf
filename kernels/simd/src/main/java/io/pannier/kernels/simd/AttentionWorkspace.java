package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;

import io.pannier.kernels.api.Rows;
import java.util.Arrays;

/** What one worker needs for one block of queries: grows to the largest seen and is reused. */
final class AttentionWorkspace {
  private static final int WIDEST = Lanes.MOST_VECTORS * COUNT;

  /** Rows of the largest tile: so far may one read beyond the last query. */
  private static final int MOST_ROWS = 8;

  /** Scaled queries, transposed: (D, queries in lanes). */
  float[] queries = new float[0];

  /** Scores, then weights: (keys, queries in lanes). */
  float[] scores = new float[0];

  /** Values padded to whole vectors, used only for widths that are not: (keys, D rounded up). */
  float[] values = new float[0];

  /** What the weighted sum of each query is multiplied by. */
  final float[] scales = new float[WIDEST + MOST_ROWS];

  final float[] zeros = new float[WIDEST];

  /** A tile of results whose width is not whole vectors. */
  final float[] tile = new float[MOST_ROWS * WIDEST];

  /** Times of a block's queries. */
  final int[] times = new int[WIDEST];

  /** Time buckets of one vector of queries. */
  final int[] buckets = new int[COUNT];

  private final float[] square = new float[COUNT * COUNT];

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
    if (scores.length < keys * WIDEST + MOST_ROWS) {
      scores = new float[keys * WIDEST + MOST_ROWS];
    }
    int padded = depth % COUNT == 0 ? 0 : keys * Lanes.roundUp(depth);
    if (values.length < padded) {
      values = new float[padded];
    }
  }

  /**
   * Fills {@link #queries} with scaled queries, transposed.
   *
   * @param q0 where the first query begins
   * @param vectors that the queries fill; lanes beyond the last query are zeros
   */
  void transposeQueries(Rows query, int q0, int count, int vectors, int depth, float scale) {
    int width = vectors * COUNT;
    int whole = depth & -COUNT;
    for (int v = 0; v < vectors; v++) {
      int first = q0 + v * COUNT * query.stride();
      int rows = Math.min(COUNT, count - v * COUNT);
      for (int k = 0; k < whole; k += COUNT) {
        Transpose.block(
            query.data(),
            first + k,
            query.stride(),
            rows,
            scale,
            square,
            queries,
            k * width + v * COUNT,
            width);
      }
      for (int k = whole; k < depth; k++) {
        int to = k * width + v * COUNT;
        for (int i = 0; i < rows; i++) {
          queries[to + i] = query.data()[first + i * query.stride() + k] * scale;
        }
        Arrays.fill(queries, to + rows, to + COUNT, 0);
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
