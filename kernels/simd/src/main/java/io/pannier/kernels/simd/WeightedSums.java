package io.pannier.kernels.simd;

/**
 * The second product of attention: weights, which lie with the queries in the lanes, times values,
 * which are read where they lie. Nothing is packed again between the two products.
 *
 * <p>A tile reads as many weights as it has rows, always next to each other, so that one check of
 * bounds covers all. Those beyond the last query are of no query or of the next key; their sums go
 * to the last query's place first and are then overwritten by its own.
 */
final class WeightedSums {
  private WeightedSums() {}

  /** Queries of the tile with so many vectors. */
  static int queries(int vectors) {
    return switch (vectors) {
      case 4 -> 4;
      case 3 -> 6;
      case 2 -> TileShape.ROWS_OF_TWO;
      default -> 8;
    };
  }

  /**
   * out[i, :] = scale[i] · Σ_j weight[j, i] · value[j, :].
   *
   * @param vectors of the values' columns, 1 to {@link Lanes#MOST_VECTORS}
   * @param w0 where the weight of key 0 for query 0 lies; the next query's is next to it
   * @param queries 1 to {@link #queries}
   * @param s0 where the scale of query 0 lies
   */
  static void sum(
      int vectors,
      int keys,
      float[] weights,
      int w0,
      int wStride,
      int queries,
      float[] values,
      int v0,
      int vStride,
      float[] scales,
      int s0,
      float[] out,
      int o0,
      int oStride) {
    int last = queries - 1;
    switch (vectors) {
      case 4 ->
          Sum4x4.sum(
              keys, weights, w0, wStride, last, values, v0, vStride, scales, s0, out, o0, oStride);
      case 3 ->
          Sum6x3.sum(
              keys, weights, w0, wStride, last, values, v0, vStride, scales, s0, out, o0, oStride);
      case 2 ->
          two(keys, weights, w0, wStride, last, values, v0, vStride, scales, s0, out, o0, oStride);
      default ->
          Sum8x1.sum(
              keys, weights, w0, wStride, last, values, v0, vStride, scales, s0, out, o0, oStride);
    }
  }

  private static void two(
      int keys,
      float[] weights,
      int w0,
      int wStride,
      int last,
      float[] values,
      int v0,
      int vStride,
      float[] scales,
      int s0,
      float[] out,
      int o0,
      int oStride) {
    if (TileShape.ROWS_OF_TWO == 8) {
      Sum8x2.sum(
          keys, weights, w0, wStride, last, values, v0, vStride, scales, s0, out, o0, oStride);
    } else {
      Sum6x2.sum(
          keys, weights, w0, wStride, last, values, v0, vStride, scales, s0, out, o0, oStride);
    }
  }
}
