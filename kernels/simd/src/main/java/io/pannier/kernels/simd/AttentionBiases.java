package io.pannier.kernels.simd;

import static io.pannier.kernels.simd.Lanes.COUNT;
import static io.pannier.kernels.simd.Lanes.FLOATS;
import static io.pannier.kernels.simd.Lanes.INTS;

import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.AttentionSpec.Weighting;
import io.pannier.kernels.api.Sequences;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/**
 * Adds what depends on the distance in position and in time to a block of scores. The table of
 * positions is unrolled once a call so that the biases of a vector of queries for one key lie next
 * to each other; times are bucketed by counting leading zeros, lane by lane.
 */
final class AttentionBiases {
  /** (H, 2·reach): the bias of distance i − j at {@code reach + i − j}. */
  private float[] positions = new float[0];

  /** (H, B), in the unit of the scores. */
  private float[] times = new float[0];

  private int reach;
  private int timeBuckets;
  private boolean positioned;

  /** Unrolls the tables for sequences up to a length. */
  void prepare(AttentionSpec spec, int longestQuery, int longestKey) {
    float unit = spec.weighting() == Weighting.SOFTMAX ? VectorMath.LOG2_E : 1f;
    float[] position = spec.positionBias();
    positioned = position != null;
    if (position != null) {
      reach = Math.max(longestQuery, longestKey) + Lanes.MOST_VECTORS * COUNT;
      unrollPositions(position, spec.heads(), unit);
    }
    float[] time = spec.timeBias();
    timeBuckets = spec.timeBuckets();
    if (time != null) {
      if (times.length < time.length) {
        times = new float[time.length];
      }
      for (int i = 0; i < time.length; i++) {
        times[i] = time[i] * unit;
      }
    }
  }

  private void unrollPositions(float[] table, int heads, float unit) {
    int buckets = table.length / heads;
    if (positions.length < heads * 2 * reach) {
      positions = new float[heads * 2 * reach];
    }
    for (int h = 0; h < heads; h++) {
      int middle = h * 2 * reach + reach;
      float farthest = table[h * buckets + buckets - 1] * unit;
      Arrays.fill(positions, middle - reach, middle + reach, farthest);
      for (int distance = 0; distance < Math.min(buckets, reach); distance++) {
        float bias = table[h * buckets + distance] * unit;
        positions[middle - distance] = bias;
        positions[middle + distance] = bias;
      }
    }
  }

  /** Adds both biases to w.scores, (end keys, vectors of queries). */
  void add(
      AttentionWorkspace w,
      Sequences sequences,
      int s,
      int head,
      int i0,
      int count,
      int vectors,
      int end) {
    if (positioned) {
      int middle = head * 2 * reach + reach;
      addPositions(w.scores, vectors * COUNT, positions, middle + i0, end);
    }
    int @Nullable [] clock = sequences.times();
    if (timeBuckets > 0 && clock != null) {
      int first = sequences.offsets()[s];
      System.arraycopy(clock, first + i0, w.times, 0, count);
      for (int v = 0; v < vectors; v++) {
        addTimes(w, v * COUNT, vectors * COUNT, clock, first, end, head * timeBuckets);
      }
    }
  }

  private static void addPositions(float[] scores, int width, float[] table, int at, int end) {
    for (int j = 0; j < end; j++) {
      for (int column = 0; column < width; column += COUNT) {
        int to = j * width + column;
        FloatVector bias = FloatVector.fromArray(FLOATS, table, at + column - j);
        FloatVector.fromArray(FLOATS, scores, to).add(bias).intoArray(scores, to);
      }
    }
  }

  private void addTimes(
      AttentionWorkspace w, int column, int width, int[] clock, int first, int end, int table) {
    IntVector mine = IntVector.fromArray(INTS, w.times, column);
    for (int j = 0; j < end; j++) {
      IntVector gap = mine.sub(clock[first + j]).abs();
      // The smallest int is its own magnitude; its complement is the largest, as the contract says.
      gap = gap.lanewise(VectorOperators.XOR, gap.lanewise(VectorOperators.ASHR, Integer.SIZE - 1));
      IntVector bucket =
          IntVector.broadcast(INTS, Integer.SIZE)
              .sub(gap.lanewise(VectorOperators.LEADING_ZEROS_COUNT))
              .min(timeBuckets - 1);
      bucket.intoArray(w.buckets, 0);
      int to = j * width + column;
      FloatVector bias = FloatVector.fromArray(FLOATS, times, table, w.buckets, 0);
      FloatVector.fromArray(FLOATS, w.scores, to).add(bias).intoArray(w.scores, to);
    }
  }
}
