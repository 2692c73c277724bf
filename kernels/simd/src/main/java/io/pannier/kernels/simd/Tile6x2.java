package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;
import static io.pannier.kernels.simd.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/** The micro-kernel of 6 rows by 2 vectors; see {@link MicroKernels}. */
final class Tile6x2 {
  private Tile6x2() {}

  static void multiply(
      int depth,
      float[] a,
      int a0,
      int aStride,
      int last,
      float[] b,
      int b0,
      float[] init,
      int i0,
      int iStride,
      float[] c,
      int c0,
      int cStride) {
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
    FloatVector s00 = FloatVector.fromArray(FLOATS, init, i0);
    FloatVector s01 = FloatVector.fromArray(FLOATS, init, i0 + COUNT);
    int i1 = i0 + r1 * iStride;
    FloatVector s10 = FloatVector.fromArray(FLOATS, init, i1);
    FloatVector s11 = FloatVector.fromArray(FLOATS, init, i1 + COUNT);
    int i2 = i0 + r2 * iStride;
    FloatVector s20 = FloatVector.fromArray(FLOATS, init, i2);
    FloatVector s21 = FloatVector.fromArray(FLOATS, init, i2 + COUNT);
    int i3 = i0 + r3 * iStride;
    FloatVector s30 = FloatVector.fromArray(FLOATS, init, i3);
    FloatVector s31 = FloatVector.fromArray(FLOATS, init, i3 + COUNT);
    int i4 = i0 + r4 * iStride;
    FloatVector s40 = FloatVector.fromArray(FLOATS, init, i4);
    FloatVector s41 = FloatVector.fromArray(FLOATS, init, i4 + COUNT);
    int i5 = i0 + r5 * iStride;
    FloatVector s50 = FloatVector.fromArray(FLOATS, init, i5);
    FloatVector s51 = FloatVector.fromArray(FLOATS, init, i5 + COUNT);
    for (int k = 0; k < depth; k++) {
      int row = b0 + k * (2 * COUNT);
      FloatVector y0 = FloatVector.fromArray(FLOATS, b, row);
      FloatVector y1 = FloatVector.fromArray(FLOATS, b, row + COUNT);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k]);
      s00 = x0.fma(y0, s00);
      s01 = x0.fma(y1, s01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[p1 + k]);
      s10 = x1.fma(y0, s10);
      s11 = x1.fma(y1, s11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[p2 + k]);
      s20 = x2.fma(y0, s20);
      s21 = x2.fma(y1, s21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[p3 + k]);
      s30 = x3.fma(y0, s30);
      s31 = x3.fma(y1, s31);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[p4 + k]);
      s40 = x4.fma(y0, s40);
      s41 = x4.fma(y1, s41);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[p5 + k]);
      s50 = x5.fma(y0, s50);
      s51 = x5.fma(y1, s51);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + COUNT);
    int c1 = c0 + r1 * cStride;
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + COUNT);
    int c2 = c0 + r2 * cStride;
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + COUNT);
    int c3 = c0 + r3 * cStride;
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + COUNT);
    int c4 = c0 + r4 * cStride;
    s40.intoArray(c, c4);
    s41.intoArray(c, c4 + COUNT);
    int c5 = c0 + r5 * cStride;
    s50.intoArray(c, c5);
    s51.intoArray(c, c5 + COUNT);
  }
}
