package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;
import static io.pannier.kernels.simd.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/** The micro-kernel of 8 rows by 1 vector; see {@link MicroKernels}. */
final class Tile8x1 {
  private Tile8x1() {}

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
    int r6 = Math.min(6, last);
    int r7 = Math.min(7, last);
    int p1 = a0 + r1 * aStride;
    int p2 = a0 + r2 * aStride;
    int p3 = a0 + r3 * aStride;
    int p4 = a0 + r4 * aStride;
    int p5 = a0 + r5 * aStride;
    int p6 = a0 + r6 * aStride;
    int p7 = a0 + r7 * aStride;
    FloatVector s00 = FloatVector.fromArray(FLOATS, init, i0);
    int i1 = i0 + r1 * iStride;
    FloatVector s10 = FloatVector.fromArray(FLOATS, init, i1);
    int i2 = i0 + r2 * iStride;
    FloatVector s20 = FloatVector.fromArray(FLOATS, init, i2);
    int i3 = i0 + r3 * iStride;
    FloatVector s30 = FloatVector.fromArray(FLOATS, init, i3);
    int i4 = i0 + r4 * iStride;
    FloatVector s40 = FloatVector.fromArray(FLOATS, init, i4);
    int i5 = i0 + r5 * iStride;
    FloatVector s50 = FloatVector.fromArray(FLOATS, init, i5);
    int i6 = i0 + r6 * iStride;
    FloatVector s60 = FloatVector.fromArray(FLOATS, init, i6);
    int i7 = i0 + r7 * iStride;
    FloatVector s70 = FloatVector.fromArray(FLOATS, init, i7);
    for (int k = 0; k < depth; k++) {
      int row = b0 + k * COUNT;
      FloatVector y0 = FloatVector.fromArray(FLOATS, b, row);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k]);
      s00 = x0.fma(y0, s00);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[p1 + k]);
      s10 = x1.fma(y0, s10);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[p2 + k]);
      s20 = x2.fma(y0, s20);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[p3 + k]);
      s30 = x3.fma(y0, s30);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[p4 + k]);
      s40 = x4.fma(y0, s40);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[p5 + k]);
      s50 = x5.fma(y0, s50);
      FloatVector x6 = FloatVector.broadcast(FLOATS, a[p6 + k]);
      s60 = x6.fma(y0, s60);
      FloatVector x7 = FloatVector.broadcast(FLOATS, a[p7 + k]);
      s70 = x7.fma(y0, s70);
    }
    s00.intoArray(c, c0);
    int c1 = c0 + r1 * cStride;
    s10.intoArray(c, c1);
    int c2 = c0 + r2 * cStride;
    s20.intoArray(c, c2);
    int c3 = c0 + r3 * cStride;
    s30.intoArray(c, c3);
    int c4 = c0 + r4 * cStride;
    s40.intoArray(c, c4);
    int c5 = c0 + r5 * cStride;
    s50.intoArray(c, c5);
    int c6 = c0 + r6 * cStride;
    s60.intoArray(c, c6);
    int c7 = c0 + r7 * cStride;
    s70.intoArray(c, c7);
  }
}
