package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;
import static io.pannier.kernels.simd.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/** The weighted sum of 6 queries by 2 vectors; see {@link WeightedSums}. */
final class Sum6x2 {
  private Sum6x2() {}

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
    FloatVector s01 = FloatVector.zero(FLOATS);
    FloatVector s10 = FloatVector.zero(FLOATS);
    FloatVector s11 = FloatVector.zero(FLOATS);
    FloatVector s20 = FloatVector.zero(FLOATS);
    FloatVector s21 = FloatVector.zero(FLOATS);
    FloatVector s30 = FloatVector.zero(FLOATS);
    FloatVector s31 = FloatVector.zero(FLOATS);
    FloatVector s40 = FloatVector.zero(FLOATS);
    FloatVector s41 = FloatVector.zero(FLOATS);
    FloatVector s50 = FloatVector.zero(FLOATS);
    FloatVector s51 = FloatVector.zero(FLOATS);
    for (int j = 0; j < keys; j++) {
      int w = w0 + j * wStride;
      int row = v0 + j * vStride;
      FloatVector y0 = FloatVector.fromArray(FLOATS, values, row);
      FloatVector y1 = FloatVector.fromArray(FLOATS, values, row + COUNT);
      FloatVector x0 = FloatVector.broadcast(FLOATS, weights[w]);
      s00 = x0.fma(y0, s00);
      s01 = x0.fma(y1, s01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, weights[w + 1]);
      s10 = x1.fma(y0, s10);
      s11 = x1.fma(y1, s11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, weights[w + 2]);
      s20 = x2.fma(y0, s20);
      s21 = x2.fma(y1, s21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, weights[w + 3]);
      s30 = x3.fma(y0, s30);
      s31 = x3.fma(y1, s31);
      FloatVector x4 = FloatVector.broadcast(FLOATS, weights[w + 4]);
      s40 = x4.fma(y0, s40);
      s41 = x4.fma(y1, s41);
      FloatVector x5 = FloatVector.broadcast(FLOATS, weights[w + 5]);
      s50 = x5.fma(y0, s50);
      s51 = x5.fma(y1, s51);
    }
    int o5 = o0 + Math.min(5, last) * oStride;
    float t5 = scales[s0 + 5];
    s50.mul(t5).intoArray(out, o5);
    s51.mul(t5).intoArray(out, o5 + COUNT);
    int o4 = o0 + Math.min(4, last) * oStride;
    float t4 = scales[s0 + 4];
    s40.mul(t4).intoArray(out, o4);
    s41.mul(t4).intoArray(out, o4 + COUNT);
    int o3 = o0 + Math.min(3, last) * oStride;
    float t3 = scales[s0 + 3];
    s30.mul(t3).intoArray(out, o3);
    s31.mul(t3).intoArray(out, o3 + COUNT);
    int o2 = o0 + Math.min(2, last) * oStride;
    float t2 = scales[s0 + 2];
    s20.mul(t2).intoArray(out, o2);
    s21.mul(t2).intoArray(out, o2 + COUNT);
    int o1 = o0 + Math.min(1, last) * oStride;
    float t1 = scales[s0 + 1];
    s10.mul(t1).intoArray(out, o1);
    s11.mul(t1).intoArray(out, o1 + COUNT);
    float t0 = scales[s0];
    s00.mul(t0).intoArray(out, o0);
    s01.mul(t0).intoArray(out, o0 + COUNT);
  }
}
