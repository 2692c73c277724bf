package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;
import static io.pannier.kernels.simd.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/** The micro-kernel of 1 row by 2 vectors; see {@link MicroKernels}. */
final class Tile1x2 {
  private Tile1x2() {}

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
    FloatVector s00 = FloatVector.fromArray(FLOATS, init, i0);
    FloatVector s01 = FloatVector.fromArray(FLOATS, init, i0 + COUNT);
    for (int k = 0; k < depth; k++) {
      int row = b0 + k * (2 * COUNT);
      FloatVector y0 = FloatVector.fromArray(FLOATS, b, row);
      FloatVector y1 = FloatVector.fromArray(FLOATS, b, row + COUNT);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k]);
      s00 = x0.fma(y0, s00);
      s01 = x0.fma(y1, s01);
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + COUNT);
  }
}
