package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/** The weighted sum of 8 queries by 1 vector; see {@link WeightedSums}. */
final class Sum8x1 {
  private Sum8x1() {}

  static void sum(
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
    FloatVector s00 = FloatVector.zero(FLOATS);
    FloatVector s10 = FloatVector.zero(FLOATS);
    FloatVector s20 = FloatVector.zero(FLOATS);
    FloatVector s30 = FloatVector.zero(FLOATS);
    FloatVector s40 = FloatVector.zero(FLOATS);
    FloatVector s50 = FloatVector.zero(FLOATS);
    FloatVector s60 = FloatVector.zero(FLOATS);
    FloatVector s70 = FloatVector.zero(FLOATS);
    for (int j = 0; j < keys; j++) {
      int w = w0 + j * wStride;
      int row = v0 + j * vStride;
      FloatVector y0 = FloatVector.fromArray(FLOATS, values, row);
      FloatVector x0 = FloatVector.broadcast(FLOATS, weights[w]);
      s00 = x0.fma(y0, s00);
      FloatVector x1 = FloatVector.broadcast(FLOATS, weights[w + 1]);
      s10 = x1.fma(y0, s10);
      FloatVector x2 = FloatVector.broadcast(FLOATS, weights[w + 2]);
      s20 = x2.fma(y0, s20);
      FloatVector x3 = FloatVector.broadcast(FLOATS, weights[w + 3]);
      s30 = x3.fma(y0, s30);
      FloatVector x4 = FloatVector.broadcast(FLOATS, weights[w + 4]);
      s40 = x4.fma(y0, s40);
      FloatVector x5 = FloatVector.broadcast(FLOATS, weights[w + 5]);
      s50 = x5.fma(y0, s50);
      FloatVector x6 = FloatVector.broadcast(FLOATS, weights[w + 6]);
      s60 = x6.fma(y0, s60);
      FloatVector x7 = FloatVector.broadcast(FLOATS, weights[w + 7]);
      s70 = x7.fma(y0, s70);
    }
    int o7 = o0 + Math.min(7, last) * oStride;
    float t7 = scales[s0 + 7];
    s70.mul(t7).intoArray(out, o7);
    int o6 = o0 + Math.min(6, last) * oStride;
    float t6 = scales[s0 + 6];
    s60.mul(t6).intoArray(out, o6);
    int o5 = o0 + Math.min(5, last) * oStride;
    float t5 = scales[s0 + 5];
    s50.mul(t5).intoArray(out, o5);
    int o4 = o0 + Math.min(4, last) * oStride;
    float t4 = scales[s0 + 4];
    s40.mul(t4).intoArray(out, o4);
    int o3 = o0 + Math.min(3, last) * oStride;
    float t3 = scales[s0 + 3];
    s30.mul(t3).intoArray(out, o3);
    int o2 = o0 + Math.min(2, last) * oStride;
    float t2 = scales[s0 + 2];
    s20.mul(t2).intoArray(out, o2);
    int o1 = o0 + Math.min(1, last) * oStride;
    float t1 = scales[s0 + 1];
    s10.mul(t1).intoArray(out, o1);
    float t0 = scales[s0];
    s00.mul(t0).intoArray(out, o0);
  }
}
