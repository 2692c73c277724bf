package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;
import static io.pannier.kernels.simd.Lanes.FLOATS;

import io.pannier.kernels.api.EmbeddingTable;
import io.pannier.kernels.api.Rows;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Rows to be looked up.
 *
 * @param weights row-major (rows, width)
 */
record SimdTable(float[] weights, int rows, int width) implements EmbeddingTable {
  void gather(int[] ids, int count, boolean accumulate, Rows out) {
    float[] to = out.data();
    for (int i = 0; i < count; i++) {
      int start = out.offset() + i * out.stride();
      if (accumulate) {
        if (ids[i] >= 0) {
          add(weights, ids[i] * width, to, start, width);
        }
      } else if (ids[i] >= 0) {
        System.arraycopy(weights, ids[i] * width, to, start, width);
      } else {
        Arrays.fill(to, start, start + width, 0);
      }
    }
  }

  private static void add(float[] from, int at, float[] to, int start, int width) {
    int i = 0;
    for (; i <= width - COUNT; i += COUNT) {
      FloatVector sum = FloatVector.fromArray(FLOATS, to, start + i);
      sum.add(FloatVector.fromArray(FLOATS, from, at + i)).intoArray(to, start + i);
    }
    for (; i < width; i++) {
      to[start + i] += from[at + i];
    }
  }

  @Override
  public void close() {
    // Held by the heap.
  }
}
