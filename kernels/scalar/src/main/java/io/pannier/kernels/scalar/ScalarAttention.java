package io.pannier.kernels.scalar;

import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.AttentionSpec.Weighting;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Attention of packed queries over packed keys, one query and head at a time. */
final class ScalarAttention {
  private final AttentionSpec spec;
  private final Rows query;
  private final Rows key;
  private final Rows value;
  private final Sequences keys;
  private final float[] result;

  private ScalarAttention(
      AttentionSpec spec, Rows query, Rows key, Rows value, Sequences keys, float[] result) {
    this.spec = spec;
    this.query = query;
    this.key = key;
    this.value = value;
    this.keys = keys;
    this.result = result;
  }

  /** Computes all of it into memory of its own, since the output may lie over an input. */
  static ScalarAttention of(
      AttentionSpec spec, Rows query, Sequences queries, Rows key, Rows value, Sequences keys) {
    ScalarAttention attention =
        new ScalarAttention(
            spec, query, key, value, keys, new float[queries.tokens() * spec.width()]);
    for (int s = 0; s < queries.count(); s++) {
      double[] weights = new double[keys.length(s)];
      for (int i = queries.offsets()[s]; i < queries.offsets()[s + 1]; i++) {
        for (int h = 0; h < spec.heads(); h++) {
          attention.weigh(s, i, h, weights);
          attention.sum(s, i, h, weights);
        }
      }
    }
    return attention;
  }

  void write(Rows out) {
    int width = spec.width();
    for (int i = 0; i * width < result.length; i++) {
      System.arraycopy(result, i * width, out.data(), out.offset() + i * out.stride(), width);
    }
  }

  /** The weight of every key of sequence s for query i; 0 for the ones that it does not see. */
  private void weigh(int s, int i, int head, double[] weights) {
    int first = keys.offsets()[s];
    double max = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < weights.length; j++) {
      weights[j] = sees(i, first + j) ? score(i, first + j, head) : Double.NEGATIVE_INFINITY;
      max = Math.max(max, weights[j]);
    }
    if (max == Double.NEGATIVE_INFINITY) {
      Arrays.fill(weights, 0);
      return;
    }
    double total = 0;
    for (int j = 0; j < weights.length; j++) {
      if (weights[j] == Double.NEGATIVE_INFINITY) {
        weights[j] = 0;
      } else if (spec.weighting() == Weighting.SOFTMAX) {
        weights[j] = Math.exp(weights[j] - max);
      } else {
        weights[j] *= ScalarEpilogue.sigmoid(weights[j]);
      }
      total += weights[j];
    }
    double divisor = spec.weighting() == Weighting.SOFTMAX ? total : weights.length;
    for (int j = 0; j < weights.length; j++) {
      weights[j] /= divisor;
    }
  }

  private boolean sees(int i, int j) {
    return (keys.visible() == null || keys.visible()[j]) && (!spec.causal() || j <= i);
  }

  private double score(int i, int j, int head) {
    int column = head * spec.headWidth();
    double dot = 0;
    for (int x = 0; x < spec.headWidth(); x++) {
      dot += (double) at(query, i, column + x) * at(key, j, column + x);
    }
    return spec.scale() * dot + positionBias(i, j, head) + timeBias(i, j, head);
  }

  private double positionBias(int i, int j, int head) {
    int buckets = spec.positionBuckets();
    return spec.positionBias() == null
        ? 0
        : spec.positionBias()[head * buckets + Math.min(Math.abs(i - j), buckets - 1)];
  }

  private double timeBias(int i, int j, int head) {
    int @Nullable [] times = keys.times();
    int buckets = spec.timeBuckets();
    return spec.timeBias() == null || times == null
        ? 0
        : spec.timeBias()[head * buckets + AttentionSpec.timeBucket(times[i] - times[j], buckets)];
  }

  private void sum(int s, int i, int head, double[] weights) {
    int column = head * spec.headWidth();
    for (int x = 0; x < spec.headWidth(); x++) {
      double sum = 0;
      for (int j = 0; j < weights.length; j++) {
        sum += weights[j] * at(value, keys.offsets()[s] + j, column + x);
      }
      result[i * spec.width() + column + x] = (float) sum;
    }
  }

  private static float at(Rows rows, int row, int column) {
    return rows.data()[rows.offset() + row * rows.stride() + column];
  }
}
