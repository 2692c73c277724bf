package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;
import static io.pannier.kernels.simd.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Compares scores with the bars that they must exceed to be looked at. */
final class ScoreBars {
  private ScoreBars() {}

  /**
   * The rows of a tile in which a score exceeds the row's bar, as bits.
   *
   * @param tile (rows, {@link SimdCatalogue#PANEL})
   * @param rows 1 to 64
   * @param bars from {@code first} on, one for each row
   */
  static long above(float[] tile, int rows, float[] bars, int first) {
    return SimdCatalogue.VECTORS == 4
        ? aboveFour(tile, rows, bars, first)
        : aboveTwo(tile, rows, bars, first);
  }

  private static long aboveFour(float[] tile, int rows, float[] bars, int first) {
    long found = 0;
    for (int r = 0; r < rows; r++) {
      int at = r * 4 * COUNT;
      FloatVector bar = FloatVector.broadcast(FLOATS, bars[first + r]);
      VectorMask<Float> any =
          FloatVector.fromArray(FLOATS, tile, at)
              .compare(VectorOperators.GT, bar)
              .or(FloatVector.fromArray(FLOATS, tile, at + COUNT).compare(VectorOperators.GT, bar))
              .or(
                  FloatVector.fromArray(FLOATS, tile, at + 2 * COUNT)
                      .compare(VectorOperators.GT, bar))
              .or(
                  FloatVector.fromArray(FLOATS, tile, at + 3 * COUNT)
                      .compare(VectorOperators.GT, bar));
      if (any.anyTrue()) {
        found |= 1L << r;
      }
    }
    return found;
  }

  private static long aboveTwo(float[] tile, int rows, float[] bars, int first) {
    long found = 0;
    for (int r = 0; r < rows; r++) {
      int at = r * 2 * COUNT;
      FloatVector bar = FloatVector.broadcast(FLOATS, bars[first + r]);
      VectorMask<Float> any =
          FloatVector.fromArray(FLOATS, tile, at)
              .compare(VectorOperators.GT, bar)
              .or(FloatVector.fromArray(FLOATS, tile, at + COUNT).compare(VectorOperators.GT, bar));
      if (any.anyTrue()) {
        found |= 1L << r;
      }
    }
    return found;
  }

  /** The scores of one row above the bar, as bits. */
  static long lanes(float[] tile, int from, float bar) {
    long lanes = 0;
    for (int i = 0; i < SimdCatalogue.PANEL; i += COUNT) {
      lanes |=
          FloatVector.fromArray(FLOATS, tile, from + i).compare(VectorOperators.GT, bar).toLong()
              << i;
    }
    return lanes;
  }
}
