package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;
import static io.pannier.kernels.simd.Lanes.FLOATS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * Transposes a square of as many rows as a vector has lanes, by Eklundh's method (1972): for each
 * bit of a lane's number, halves of pairs of rows that differ in that bit are exchanged. Between
 * the steps the square lies in the first-level cache, so any width takes the same few registers.
 */
final class Transpose {
  private Transpose() {}

  /**
   * to[k, i] = scale · from[i, k] for i and k below the lanes.
   *
   * @param rows that are there; the others count as zeros
   * @param square scratch of lanes²
   */
  static void block(
      float[] from,
      int from0,
      int fromStride,
      int rows,
      float scale,
      float[] square,
      float[] to,
      int to0,
      int toStride) {
    FloatVector s = FloatVector.broadcast(FLOATS, scale);
    for (int i = 0; i < rows; i++) {
      FloatVector row = FloatVector.fromArray(FLOATS, from, from0 + i * fromStride);
      row.mul(s).intoArray(square, i * COUNT);
    }
    Arrays.fill(square, rows * COUNT, COUNT * COUNT, 0);
    for (int bit = COUNT / 2; bit > 1; bit /= 2) {
      exchange(bit, square, square, 0, COUNT);
    }
    exchange(1, square, to, to0, toStride);
  }

  private static void exchange(int bit, float[] square, float[] to, int to0, int toStride) {
    VectorMask<Float> upper =
        IntVector.zero(Lanes.INTS).addIndex(1).and(bit).compare(VectorOperators.NE, 0).cast(FLOATS);
    VectorShuffle<Float> right = VectorShuffle.iota(FLOATS, COUNT - bit, 1, true);
    VectorShuffle<Float> left = VectorShuffle.iota(FLOATS, bit, 1, true);
    for (int pair = 0; pair < COUNT / 2; pair++) {
      // The pair's lower row: the number with a zero put in at the bit.
      int i = (pair & -bit) * 2 + (pair & (bit - 1));
      FloatVector low = FloatVector.fromArray(FLOATS, square, i * COUNT);
      FloatVector high = FloatVector.fromArray(FLOATS, square, (i + bit) * COUNT);
      low.blend(high.rearrange(right), upper).intoArray(to, to0 + i * toStride);
      low.rearrange(left).blend(high, upper).intoArray(to, to0 + (i + bit) * toStride);
    }
  }
}
