package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;
import static io.pannier.kernels.simd.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/** The micro-kernel of 1 row by 1 vector; see {@link MicroKernels}. */
final class Tile1x1 {
  private Tile1x1() {}

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
    for (int k = 0; k < depth; k++) {
      int row = b0 + k * COUNT;
      FloatVector y0 = FloatVector.fromArray(FLOATS, b, row);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k]);
      s00 = x0.fma(y0, s00);
    }
    s00.intoArray(c, c0);
  }
}
