package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;
import static io.pannier.kernels.simd.Lanes.FLOATS;

import io.pannier.kernels.api.LayerNorm;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Layer normalisation of one row in two passes, so that no large mean cancels the variance. */
final class RowNorm {
  private RowNorm() {}

  /**
   * Normalises N elements; source and target may be the same.
   *
   * @param lanes scratch of as many floats as a vector has lanes
   */
  static void apply(LayerNorm norm, float[] in, int from, float[] out, int to, float[] lanes) {
    int width = norm.width();
    int whole = width & -COUNT;
    float mean = sum(in, from, width, lanes) / width;
    float variance = squares(in, from, width, mean, lanes) / width;
    float scale = (float) (1 / Math.sqrt(variance + norm.epsilon()));
    float[] weight = norm.weight();
    float[] bias = norm.bias();
    FloatVector m = FloatVector.broadcast(FLOATS, mean);
    FloatVector s = FloatVector.broadcast(FLOATS, scale);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector w = FloatVector.fromArray(FLOATS, weight, i);
      FloatVector b = FloatVector.fromArray(FLOATS, bias, i);
      FloatVector x = FloatVector.fromArray(FLOATS, in, from + i);
      x.sub(m).mul(s).fma(w, b).intoArray(out, to + i);
    }
    if (whole < width) {
      VectorMask<Float> rest = FLOATS.indexInRange(whole, width);
      FloatVector w = FloatVector.fromArray(FLOATS, weight, whole, rest);
      FloatVector b = FloatVector.fromArray(FLOATS, bias, whole, rest);
      FloatVector x = FloatVector.fromArray(FLOATS, in, from + whole, rest);
      x.sub(m).mul(s).fma(w, b).intoArray(out, to + whole, rest);
    }
  }

  private static float sum(float[] in, int from, int width, float[] lanes) {
    int whole = width & -COUNT;
    FloatVector s0 = FloatVector.broadcast(FLOATS, 0);
    FloatVector s1 = s0;
    int i = 0;
    for (; i <= whole - 2 * COUNT; i += 2 * COUNT) {
      s0 = s0.add(FloatVector.fromArray(FLOATS, in, from + i));
      s1 = s1.add(FloatVector.fromArray(FLOATS, in, from + i + COUNT));
    }
    for (; i < whole; i += COUNT) {
      s0 = s0.add(FloatVector.fromArray(FLOATS, in, from + i));
    }
    if (whole < width) {
      VectorMask<Float> rest = FLOATS.indexInRange(whole, width);
      s1 = s1.add(FloatVector.fromArray(FLOATS, in, from + whole, rest));
    }
    s0.add(s1).intoArray(lanes, 0);
    return sumOfLanes(lanes);
  }

  private static float squares(float[] in, int from, int width, float mean, float[] lanes) {
    int whole = width & -COUNT;
    FloatVector m = FloatVector.broadcast(FLOATS, mean);
    FloatVector s0 = FloatVector.broadcast(FLOATS, 0);
    FloatVector s1 = s0;
    int i = 0;
    for (; i <= whole - 2 * COUNT; i += 2 * COUNT) {
      FloatVector x0 = FloatVector.fromArray(FLOATS, in, from + i).sub(m);
      FloatVector x1 = FloatVector.fromArray(FLOATS, in, from + i + COUNT).sub(m);
      s0 = x0.fma(x0, s0);
      s1 = x1.fma(x1, s1);
    }
    for (; i < whole; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, in, from + i).sub(m);
      s0 = x.fma(x, s0);
    }
    if (whole < width) {
      VectorMask<Float> rest = FLOATS.indexInRange(whole, width);
      FloatVector x = FloatVector.fromArray(FLOATS, in, from + whole, rest).sub(m);
      x = FloatVector.broadcast(FLOATS, 0).blend(x, rest);
      s1 = x.fma(x, s1);
    }
    s0.add(s1).intoArray(lanes, 0);
    return sumOfLanes(lanes);
  }

  /**
   * Adds halves to halves. Unlike {@link FloatVector#reduceLanes}, whose order is not specified,
   * this adds in the same order whether it is interpreted or compiled.
   */
  private static float sumOfLanes(float[] lanes) {
    for (int half = COUNT / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        lanes[i] += lanes[i + half];
      }
    }
    return lanes[0];
  }
}
