package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;
import static io.pannier.kernels.simd.Lanes.FLOATS;
import static io.pannier.kernels.simd.Lanes.INTS;
import static io.pannier.kernels.simd.QuantizedPanels.AHEAD;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Reads the panels of {@link QuantizedPanels}: either straight into the scores of one query, which
 * reads little memory, or into fp32 panels in the first-level cache for many.
 *
 * <p>Java has no instruction that fetches memory ahead. Instead each step also reads an element
 * that will be needed {@link QuantizedPanels#AHEAD} later: an instruction that waits for memory
 * does not hold up the arithmetic that follows it, as long as there is not too much between.
 *
 * <p>The bytes of an int are converted with the bytes below them still there; see there why.
 */
final class PanelDecoder {
  private static final int HIGH_HALF = 0xffff0000;

  private PanelDecoder() {}

  /**
   * Scores of four vectors of int8 items for one query.
   *
   * @param p0 where the panel's scales begin, and the bytes behind them
   * @param scores written if one exceeds the bar; an element behind them is always, since the
   *     compiler would not read what is not used
   * @return whether one does
   */
  static boolean bytes4(
      int width, float[] query, int q0, int[] panel, int p0, float bar, float[] scores) {
    int start = p0 + 4 * COUNT;
    int fetched = 0;
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = FloatVector.zero(FLOATS);
    FloatVector s2 = FloatVector.zero(FLOATS);
    FloatVector s3 = FloatVector.zero(FLOATS);
    for (int k = 0; k < width; k++) {
      fetched += panel[start + k * COUNT + AHEAD];
      IntVector x = IntVector.fromArray(INTS, panel, start + k * COUNT);
      FloatVector q = FloatVector.broadcast(FLOATS, query[q0 + k]);
      IntVector x0 = x.lanewise(VectorOperators.LSHL, 3 * Byte.SIZE);
      s0 = q.fma(x0.convertShape(VectorOperators.I2F, FLOATS, 0), s0);
      IntVector x1 = x.lanewise(VectorOperators.LSHL, 2 * Byte.SIZE);
      s1 = q.fma(x1.convertShape(VectorOperators.I2F, FLOATS, 0), s1);
      IntVector x2 = x.lanewise(VectorOperators.LSHL, Byte.SIZE);
      s2 = q.fma(x2.convertShape(VectorOperators.I2F, FLOATS, 0), s2);
      s3 = q.fma(x.convertShape(VectorOperators.I2F, FLOATS, 0), s3);
    }
    s0 = s0.mul(IntVector.fromArray(INTS, panel, p0).reinterpretAsFloats());
    s1 = s1.mul(IntVector.fromArray(INTS, panel, p0 + COUNT).reinterpretAsFloats());
    s2 = s2.mul(IntVector.fromArray(INTS, panel, p0 + 2 * COUNT).reinterpretAsFloats());
    s3 = s3.mul(IntVector.fromArray(INTS, panel, p0 + 3 * COUNT).reinterpretAsFloats());
    FloatVector least = FloatVector.broadcast(FLOATS, bar);
    scores[4 * COUNT] = fetched;
    boolean any =
        s0.compare(VectorOperators.GT, least)
            .or(s1.compare(VectorOperators.GT, least))
            .or(s2.compare(VectorOperators.GT, least))
            .or(s3.compare(VectorOperators.GT, least))
            .anyTrue();
    if (any) {
      s0.intoArray(scores, 0);
      s1.intoArray(scores, COUNT);
      s2.intoArray(scores, 2 * COUNT);
      s3.intoArray(scores, 3 * COUNT);
    }
    return any;
  }

  /** The same for two vectors. */
  static boolean bytes2(
      int width, float[] query, int q0, int[] panel, int p0, float bar, float[] scores) {
    int start = p0 + 2 * COUNT;
    int fetched = 0;
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = FloatVector.zero(FLOATS);
    for (int k = 0; k < width; k++) {
      fetched += panel[start + k * COUNT + AHEAD];
      IntVector x = IntVector.fromArray(INTS, panel, start + k * COUNT);
      FloatVector q = FloatVector.broadcast(FLOATS, query[q0 + k]);
      IntVector x0 = x.lanewise(VectorOperators.LSHL, 3 * Byte.SIZE);
      s0 = q.fma(x0.convertShape(VectorOperators.I2F, FLOATS, 0), s0);
      IntVector x1 = x.lanewise(VectorOperators.LSHL, 2 * Byte.SIZE);
      s1 = q.fma(x1.convertShape(VectorOperators.I2F, FLOATS, 0), s1);
    }
    s0 = s0.mul(IntVector.fromArray(INTS, panel, p0).reinterpretAsFloats());
    s1 = s1.mul(IntVector.fromArray(INTS, panel, p0 + COUNT).reinterpretAsFloats());
    FloatVector least = FloatVector.broadcast(FLOATS, bar);
    scores[2 * COUNT] = fetched;
    boolean any =
        s0.compare(VectorOperators.GT, least).or(s1.compare(VectorOperators.GT, least)).anyTrue();
    if (any) {
      s0.intoArray(scores, 0);
      s1.intoArray(scores, COUNT);
    }
    return any;
  }

  /** Scores of two vectors of bf16 items, which lie {@code stride} apart, for one query. */
  static void halves(
      int width, float[] query, int q0, int[] panel, int p0, int stride, float[] scores, int to) {
    int fetched = 0;
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = FloatVector.zero(FLOATS);
    for (int k = 0; k < width; k++) {
      fetched += panel[p0 + k * stride + AHEAD];
      IntVector x = IntVector.fromArray(INTS, panel, p0 + k * stride);
      FloatVector q = FloatVector.broadcast(FLOATS, query[q0 + k]);
      s0 = q.fma(x.lanewise(VectorOperators.LSHL, Short.SIZE).reinterpretAsFloats(), s0);
      s1 = q.fma(x.and(HIGH_HALF).reinterpretAsFloats(), s1);
    }
    s0.intoArray(scores, to);
    s1.intoArray(scores, to + COUNT);
    scores[to + 2 * COUNT] = fetched;
  }

  /** One int8 panel as fp32, (width, vectors). */
  static void unpackBytes(int vectors, int width, int[] panel, int p0, float[] out) {
    int start = p0 + vectors * COUNT;
    for (int v = 0; v < vectors; v++) {
      FloatVector scale = IntVector.fromArray(INTS, panel, p0 + v * COUNT).reinterpretAsFloats();
      int shift = (3 - v) * Byte.SIZE;
      for (int k = 0; k < width; k++) {
        IntVector.fromArray(INTS, panel, start + k * COUNT)
            .lanewise(VectorOperators.LSHL, shift)
            .convertShape(VectorOperators.I2F, FLOATS, 0)
            .reinterpretAsFloats()
            .mul(scale)
            .intoArray(out, (k * vectors + v) * COUNT);
      }
    }
  }

  /** One bf16 panel as fp32, (width, vectors). */
  static void unpackHalves(int vectors, int width, int[] panel, int p0, float[] out) {
    for (int k = 0; k < width; k++) {
      for (int v = 0; v < vectors; v += 2) {
        int at = p0 + (k * vectors + v) / 2 * COUNT;
        IntVector x = IntVector.fromArray(INTS, panel, at);
        int to = (k * vectors + v) * COUNT;
        x.lanewise(VectorOperators.LSHL, Short.SIZE).reinterpretAsFloats().intoArray(out, to);
        x.and(HIGH_HALF).reinterpretAsFloats().intoArray(out, to + COUNT);
      }
    }
  }
}
