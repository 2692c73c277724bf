package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;
import static io.pannier.kernels.simd.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The micro-kernel of 6 queries by 4 vectors of items. It does what {@link Tile6x4} does and
 * compares the scores with the bars while they are in registers: a tile without any above, which is
 * nearly every one, is never written.
 *
 * <p>Java has no instruction that fetches memory ahead. Instead the loop reads, with every step, a
 * little of the panel that comes next: a few reads at a time do not hold up the arithmetic, and the
 * panel is in the cache when its turn comes.
 */
final class ScanTile6x4 {
  private static final int FRACTION = 16;

  private static final int BEHIND = 6 * 4 * COUNT;

  private ScanTile6x4() {}

  /**
   * @param last the last query of the tile, 0 to 5, which stands for those behind it
   * @param bars from {@code first} on: what a score must exceed
   * @param tile (6, 4 vectors), written if a score exceeds its bar; one element behind it is always
   * @param next holds the panel that comes next
   * @param n0 where to read ahead from
   * @param lines cache lines to read ahead, up to the depth
   * @return the queries with a score above their bar, as bits
   */
  static long multiply(
      int depth,
      float[] a,
      int a0,
      int aStride,
      int last,
      float[] b,
      int b0,
      float[] bars,
      int first,
      float[] tile,
      float[] next,
      int n0,
      int lines) {
    int r1 = Math.min(1, last);
    int r2 = Math.min(2, last);
    int r3 = Math.min(3, last);
    int r4 = Math.min(4, last);
    int r5 = Math.min(5, last);
    int p1 = a0 + r1 * aStride;
    int p2 = a0 + r2 * aStride;
    int p3 = a0 + r3 * aStride;
    int p4 = a0 + r4 * aStride;
    int p5 = a0 + r5 * aStride;
    FloatVector s00 = FloatVector.zero(FLOATS);
    FloatVector s01 = FloatVector.zero(FLOATS);
    FloatVector s02 = FloatVector.zero(FLOATS);
    FloatVector s03 = FloatVector.zero(FLOATS);
    FloatVector s10 = FloatVector.zero(FLOATS);
    FloatVector s11 = FloatVector.zero(FLOATS);
    FloatVector s12 = FloatVector.zero(FLOATS);
    FloatVector s13 = FloatVector.zero(FLOATS);
    FloatVector s20 = FloatVector.zero(FLOATS);
    FloatVector s21 = FloatVector.zero(FLOATS);
    FloatVector s22 = FloatVector.zero(FLOATS);
    FloatVector s23 = FloatVector.zero(FLOATS);
    FloatVector s30 = FloatVector.zero(FLOATS);
    FloatVector s31 = FloatVector.zero(FLOATS);
    FloatVector s32 = FloatVector.zero(FLOATS);
    FloatVector s33 = FloatVector.zero(FLOATS);
    FloatVector s40 = FloatVector.zero(FLOATS);
    FloatVector s41 = FloatVector.zero(FLOATS);
    FloatVector s42 = FloatVector.zero(FLOATS);
    FloatVector s43 = FloatVector.zero(FLOATS);
    FloatVector s50 = FloatVector.zero(FLOATS);
    FloatVector s51 = FloatVector.zero(FLOATS);
    FloatVector s52 = FloatVector.zero(FLOATS);
    FloatVector s53 = FloatVector.zero(FLOATS);
    int step = (lines << FRACTION) / Math.max(1, depth);
    float ahead = 0;
    for (int k = 0; k < depth; k++) {
      ahead += next[n0 + ((k * step) >>> FRACTION) * CacheLine.FLOATS];
      int row = b0 + k * (4 * COUNT);
      FloatVector y0 = FloatVector.fromArray(FLOATS, b, row);
      FloatVector y1 = FloatVector.fromArray(FLOATS, b, row + COUNT);
      FloatVector y2 = FloatVector.fromArray(FLOATS, b, row + 2 * COUNT);
      FloatVector y3 = FloatVector.fromArray(FLOATS, b, row + 3 * COUNT);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k]);
      s00 = x0.fma(y0, s00);
      s01 = x0.fma(y1, s01);
      s02 = x0.fma(y2, s02);
      s03 = x0.fma(y3, s03);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[p1 + k]);
      s10 = x1.fma(y0, s10);
      s11 = x1.fma(y1, s11);
      s12 = x1.fma(y2, s12);
      s13 = x1.fma(y3, s13);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[p2 + k]);
      s20 = x2.fma(y0, s20);
      s21 = x2.fma(y1, s21);
      s22 = x2.fma(y2, s22);
      s23 = x2.fma(y3, s23);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[p3 + k]);
      s30 = x3.fma(y0, s30);
      s31 = x3.fma(y1, s31);
      s32 = x3.fma(y2, s32);
      s33 = x3.fma(y3, s33);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[p4 + k]);
      s40 = x4.fma(y0, s40);
      s41 = x4.fma(y1, s41);
      s42 = x4.fma(y2, s42);
      s43 = x4.fma(y3, s43);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[p5 + k]);
      s50 = x5.fma(y0, s50);
      s51 = x5.fma(y1, s51);
      s52 = x5.fma(y2, s52);
      s53 = x5.fma(y3, s53);
    }
    // Whatever the sum is: without a use of it the compiler would not read.
    tile[BEHIND] = ahead;
    long rows = 0;
    FloatVector bar0 = FloatVector.broadcast(FLOATS, bars[first]);
    boolean any0 =
        s00.compare(VectorOperators.GT, bar0)
            .or(s01.compare(VectorOperators.GT, bar0))
            .or(s02.compare(VectorOperators.GT, bar0))
            .or(s03.compare(VectorOperators.GT, bar0))
            .anyTrue();
    rows |= any0 ? 1 : 0;
    FloatVector bar1 = FloatVector.broadcast(FLOATS, bars[first + r1]);
    boolean any1 =
        s10.compare(VectorOperators.GT, bar1)
            .or(s11.compare(VectorOperators.GT, bar1))
            .or(s12.compare(VectorOperators.GT, bar1))
            .or(s13.compare(VectorOperators.GT, bar1))
            .anyTrue();
    rows |= any1 ? 1L << r1 : 0;
    FloatVector bar2 = FloatVector.broadcast(FLOATS, bars[first + r2]);
    boolean any2 =
        s20.compare(VectorOperators.GT, bar2)
            .or(s21.compare(VectorOperators.GT, bar2))
            .or(s22.compare(VectorOperators.GT, bar2))
            .or(s23.compare(VectorOperators.GT, bar2))
            .anyTrue();
    rows |= any2 ? 1L << r2 : 0;
    FloatVector bar3 = FloatVector.broadcast(FLOATS, bars[first + r3]);
    boolean any3 =
        s30.compare(VectorOperators.GT, bar3)
            .or(s31.compare(VectorOperators.GT, bar3))
            .or(s32.compare(VectorOperators.GT, bar3))
            .or(s33.compare(VectorOperators.GT, bar3))
            .anyTrue();
    rows |= any3 ? 1L << r3 : 0;
    FloatVector bar4 = FloatVector.broadcast(FLOATS, bars[first + r4]);
    boolean any4 =
        s40.compare(VectorOperators.GT, bar4)
            .or(s41.compare(VectorOperators.GT, bar4))
            .or(s42.compare(VectorOperators.GT, bar4))
            .or(s43.compare(VectorOperators.GT, bar4))
            .anyTrue();
    rows |= any4 ? 1L << r4 : 0;
    FloatVector bar5 = FloatVector.broadcast(FLOATS, bars[first + r5]);
    boolean any5 =
        s50.compare(VectorOperators.GT, bar5)
            .or(s51.compare(VectorOperators.GT, bar5))
            .or(s52.compare(VectorOperators.GT, bar5))
            .or(s53.compare(VectorOperators.GT, bar5))
            .anyTrue();
    rows |= any5 ? 1L << r5 : 0;
    if (rows == 0) {
      return 0;
    }
    s00.intoArray(tile, 0);
    s01.intoArray(tile, COUNT);
    s02.intoArray(tile, 2 * COUNT);
    s03.intoArray(tile, 3 * COUNT);
    s10.intoArray(tile, 4 * COUNT);
    s11.intoArray(tile, 5 * COUNT);
    s12.intoArray(tile, 6 * COUNT);
    s13.intoArray(tile, 7 * COUNT);
    s20.intoArray(tile, 8 * COUNT);
    s21.intoArray(tile, 9 * COUNT);
    s22.intoArray(tile, 10 * COUNT);
    s23.intoArray(tile, 11 * COUNT);
    s30.intoArray(tile, 12 * COUNT);
    s31.intoArray(tile, 13 * COUNT);
    s32.intoArray(tile, 14 * COUNT);
    s33.intoArray(tile, 15 * COUNT);
    s40.intoArray(tile, 16 * COUNT);
    s41.intoArray(tile, 17 * COUNT);
    s42.intoArray(tile, 18 * COUNT);
    s43.intoArray(tile, 19 * COUNT);
    s50.intoArray(tile, 20 * COUNT);
    s51.intoArray(tile, 21 * COUNT);
    s52.intoArray(tile, 22 * COUNT);
    s53.intoArray(tile, 23 * COUNT);
    return rows;
  }
}
