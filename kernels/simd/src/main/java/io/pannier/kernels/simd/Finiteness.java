package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;
import static io.pannier.kernels.simd.Lanes.FLOATS;

import io.pannier.kernels.api.Requirements;
import io.pannier.kernels.api.Rows;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Looks for NaN and infinity at the speed of reading: zero times a finite number is zero, and once
 * it is NaN the sum stays so.
 */
final class Finiteness implements WorkCrew.Work {
  /** Elements of a part: enough to be worth a hand-over. */
  private static final int PART = 1 << 16;

  private final WorkCrew crew;
  private Rows rows = new Rows(new float[0], 0, 0);
  private int count;
  private int width;
  private int rowsOfPart;
  private volatile boolean spoiled;

  Finiteness(WorkCrew crew) {
    this.crew = crew;
  }

  /** A {@link Requirements.FiniteCheck}. */
  void require(String what, Rows checked, int rowCount, int rowWidth) {
    if (rowCount == 0 || rowWidth == 0) {
      return;
    }
    rows = checked;
    boolean dense = checked.stride() == rowWidth && (long) rowCount * rowWidth < Integer.MAX_VALUE;
    // Dense rows are one long row, cut into parts that suit.
    count = dense ? rowCount * rowWidth : rowCount;
    width = dense ? 1 : rowWidth;
    rowsOfPart = Math.max(1, PART / width);
    spoiled = false;
    int parts = (count + rowsOfPart - 1) / rowsOfPart;
    if (parts < 2) {
      crew.alone(this, parts);
    } else {
      crew.run(this, parts);
    }
    if (spoiled) {
      Requirements.finite(what, checked, rowCount, rowWidth);
    }
  }

  @Override
  public void run(int part, int worker) {
    int from = part * rowsOfPart;
    int to = Math.min(count, from + rowsOfPart);
    boolean fine =
        width == 1
            ? finite(rows.data(), rows.offset() + from, to - from)
            : finite(
                rows.data(), rows.offset() + from * rows.stride(), rows.stride(), to - from, width);
    if (!fine) {
      spoiled = true;
    }
  }

  /** Short rows apart from each other: one sum over all of them. */
  private static boolean finite(float[] values, int from, int stride, int count, int width) {
    FloatVector zero = FloatVector.broadcast(FLOATS, 0);
    FloatVector s0 = zero;
    FloatVector s1 = zero;
    float rest = 0;
    for (int r = 0; r < count; r++) {
      int i = from + r * stride;
      int end = i + width;
      for (; i <= end - 2 * COUNT; i += 2 * COUNT) {
        s0 = FloatVector.fromArray(FLOATS, values, i).fma(zero, s0);
        s1 = FloatVector.fromArray(FLOATS, values, i + COUNT).fma(zero, s1);
      }
      for (; i < end; i++) {
        rest += values[i] * 0f;
      }
    }
    return s0.add(s1).reduceLanes(VectorOperators.ADD) + rest == 0;
  }

  private static boolean finite(float[] values, int from, int length) {
    FloatVector zero = FloatVector.broadcast(FLOATS, 0);
    FloatVector s0 = zero;
    FloatVector s1 = zero;
    FloatVector s2 = zero;
    FloatVector s3 = zero;
    int step = 4 * COUNT;
    int end = from + length;
    int i = from;
    for (; i <= end - step; i += step) {
      s0 = FloatVector.fromArray(FLOATS, values, i).fma(zero, s0);
      s1 = FloatVector.fromArray(FLOATS, values, i + COUNT).fma(zero, s1);
      s2 = FloatVector.fromArray(FLOATS, values, i + 2 * COUNT).fma(zero, s2);
      s3 = FloatVector.fromArray(FLOATS, values, i + 3 * COUNT).fma(zero, s3);
    }
    for (; i <= end - COUNT; i += COUNT) {
      s0 = FloatVector.fromArray(FLOATS, values, i).fma(zero, s0);
    }
    float rest = 0;
    for (; i < end; i++) {
      rest += values[i] * 0f;
    }
    // In whatever order: zeros make zero, and NaN stays.
    return s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD) + rest == 0;
  }
}
