package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;
import static io.pannier.kernels.simd.Lanes.FLOATS;
import static io.pannier.kernels.simd.Lanes.INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Reads panels of a lower precision: either straight into the scores of one query, which reads
 * little memory, or into fp32 panels in the first-level cache for many.
 */
final class PanelDecoder {
  private static final int HIGH_HALF = 0xffff0000;

  private PanelDecoder() {}

  /** Scores of four vectors of int8 items for one query, not yet scaled. */
  static void bytes4(int width, float[] query, int q0, int[] panel, int p0, float[] scores) {
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int k = 0; k < width; k++) {
      IntVector x = IntVector.fromArray(INTS, panel, p0 + k * COUNT);
      FloatVector q = FloatVector.broadcast(FLOATS, query[q0 + k]);
      s0 = q.fma(top(x, 24), s0);
      s1 = q.fma(top(x, 16), s1);
      s2 = q.fma(top(x, 8), s2);
      s3 = q.fma(asFloats(x), s3);
    }
    s0.intoArray(scores, 0);
    s1.intoArray(scores, COUNT);
    s2.intoArray(scores, 2 * COUNT);
    s3.intoArray(scores, 3 * COUNT);
  }

  /** The same for two vectors. */
  static void bytes2(int width, float[] query, int q0, int[] panel, int p0, float[] scores) {
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    for (int k = 0; k < width; k++) {
      IntVector x = IntVector.fromArray(INTS, panel, p0 + k * COUNT);
      FloatVector q = FloatVector.broadcast(FLOATS, query[q0 + k]);
      s0 = q.fma(top(x, 24), s0);
      s1 = q.fma(top(x, 16), s1);
    }
    s0.intoArray(scores, 0);
    s1.intoArray(scores, COUNT);
  }

  /** Scores of two vectors of bf16 items, which lie {@code stride} apart, for one query. */
  static void halves(
      int width, float[] query, int q0, int[] panel, int p0, int stride, float[] scores, int to) {
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    for (int k = 0; k < width; k++) {
      IntVector x = IntVector.fromArray(INTS, panel, p0 + k * stride);
      FloatVector q = FloatVector.broadcast(FLOATS, query[q0 + k]);
      s0 = q.fma(low(x), s0);
      s1 = q.fma(high(x), s1);
    }
    s0.intoArray(scores, to);
    s1.intoArray(scores, to + COUNT);
  }

  /** One int8 panel as fp32, (width, vectors), not yet scaled. */
  static void unpackBytes(int vectors, int width, int[] panel, int p0, float[] out) {
    for (int k = 0; k < width; k++) {
      IntVector x = IntVector.fromArray(INTS, panel, p0 + k * COUNT);
      int to = k * vectors * COUNT;
      for (int v = 0; v < vectors; v++) {
        top(x, 24 - v * Byte.SIZE).intoArray(out, to + v * COUNT);
      }
    }
  }

  /** One bf16 panel as fp32, (width, vectors). */
  static void unpackHalves(int vectors, int width, int[] panel, int p0, float[] out) {
    for (int k = 0; k < width; k++) {
      for (int v = 0; v < vectors; v += 2) {
        int at = p0 + (k * vectors + v) / 2 * COUNT;
        IntVector x = IntVector.fromArray(INTS, panel, at);
        low(x).intoArray(out, (k * vectors + v) * COUNT);
        high(x).intoArray(out, (k * vectors + v + 1) * COUNT);
      }
    }
  }

  private static FloatVector top(IntVector x, int shift) {
    return asFloats(x.lanewise(VectorOperators.LSHL, shift));
  }

  private static FloatVector asFloats(IntVector x) {
    return (FloatVector) x.convertShape(VectorOperators.I2F, FLOATS, 0);
  }

  private static FloatVector low(IntVector x) {
    return x.lanewise(VectorOperators.LSHL, Short.SIZE).reinterpretAsFloats();
  }

  private static FloatVector high(IntVector x) {
    return x.and(HIGH_HALF).reinterpretAsFloats();
  }
}
