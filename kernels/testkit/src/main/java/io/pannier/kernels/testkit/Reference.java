package io.pannier.kernels.testkit;

import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.AttentionSpec.Weighting;
import io.pannier.kernels.api.Epilogue;
import io.pannier.kernels.api.LayerNorm;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Every operation as its definition reads, in a chosen arithmetic. Rows come out dense. */
public final class Reference {
  private final Arithmetic math;

  public Reference(Arithmetic math) {
    this.math = math;
  }

  public double[] multiply(Rows a, int rows, float[] b, int inner, int columns, Epilogue epilogue) {
    double[] c = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      double[] row = new double[columns];
      for (int j = 0; j < columns; j++) {
        for (int k = 0; k < inner; k++) {
          row[j] = math.plus(row[j], math.times(at(a, i, k), b[k * columns + j]));
        }
      }
      follow(epilogue, i, row);
      System.arraycopy(row, 0, c, i * columns, columns);
    }
    return c;
  }

  private void follow(Epilogue epilogue, int i, double[] row) {
    for (int j = 0; j < row.length; j++) {
      double value = epilogue.bias() == null ? row[j] : math.plus(row[j], epilogue.bias()[j]);
      value =
          switch (epilogue.activation()) {
            case NONE -> value;
            case SILU -> math.times(value, math.sigmoid(value));
            case GELU -> gelu(value);
          };
      row[j] =
          epilogue.residual() == null ? value : math.plus(value, at(epilogue.residual(), i, j));
    }
    if (epilogue.norm() != null) {
      normalise(epilogue.norm(), row);
    }
  }

  private double gelu(double x) {
    double cube = math.times(math.times(x, x), x);
    double z = math.times(Math.sqrt(2 / Math.PI), math.plus(x, math.times(0.044715, cube)));
    return math.times(math.times(0.5, x), math.plus(1, math.round(Math.tanh(z))));
  }

  public double[] layerNorm(Rows in, int rows, LayerNorm norm) {
    double[] out = new double[rows * norm.width()];
    for (int i = 0; i < rows; i++) {
      double[] row = new double[norm.width()];
      for (int j = 0; j < row.length; j++) {
        row[j] = at(in, i, j);
      }
      normalise(norm, row);
      System.arraycopy(row, 0, out, i * row.length, row.length);
    }
    return out;
  }

  private void normalise(LayerNorm norm, double[] row) {
    double sum = 0;
    for (double value : row) {
      sum = math.plus(sum, value);
    }
    double mean = math.round(sum / row.length);
    double squares = 0;
    for (double value : row) {
      double distance = math.plus(value, -mean);
      squares = math.plus(squares, math.times(distance, distance));
    }
    double variance = math.round(squares / row.length);
    double scale = math.round(1 / Math.sqrt(math.plus(variance, norm.epsilon())));
    for (int j = 0; j < row.length; j++) {
      double unit = math.times(math.plus(row[j], -mean), scale);
      row[j] = math.plus(math.times(unit, norm.weight()[j]), norm.bias()[j]);
    }
  }

  public double[] attention(
      AttentionSpec spec, Rows query, Sequences queries, Rows key, Rows value, Sequences keys) {
    double[] out = new double[queries.tokens() * spec.width()];
    for (int s = 0; s < queries.count(); s++) {
      for (int i = queries.offsets()[s]; i < queries.offsets()[s + 1]; i++) {
        for (int h = 0; h < spec.heads(); h++) {
          double[] weights = weights(spec, query, i, key, keys, s, h);
          int column = h * spec.headWidth();
          for (int x = column; x < column + spec.headWidth(); x++) {
            double sum = 0;
            for (int j = 0; j < weights.length; j++) {
              sum = math.plus(sum, math.times(weights[j], at(value, keys.offsets()[s] + j, x)));
            }
            out[i * spec.width() + x] = sum;
          }
        }
      }
    }
    return out;
  }

  private double[] weights(
      AttentionSpec spec, Rows query, int i, Rows key, Sequences keys, int s, int head) {
    int length = keys.length(s);
    double[] scores = new double[length];
    boolean[] seen = new boolean[length];
    double max = Double.NEGATIVE_INFINITY;
    for (int n = 0; n < length; n++) {
      int j = keys.offsets()[s] + n;
      seen[n] = (keys.visible() == null || keys.visible()[j]) && (!spec.causal() || j <= i);
      scores[n] = score(spec, query, i, key, j, head, keys.times());
      max = seen[n] ? Math.max(max, scores[n]) : max;
    }
    double[] weights = new double[length];
    double total = 0;
    for (int n = 0; n < length; n++) {
      if (seen[n] && spec.weighting() == Weighting.SOFTMAX) {
        weights[n] = math.exp(math.plus(scores[n], -max));
        total = math.plus(total, weights[n]);
      } else if (seen[n]) {
        weights[n] = math.times(scores[n], math.sigmoid(scores[n]));
        total = length;
      }
    }
    double divisor = total;
    return total == 0
        ? weights
        : Arrays.stream(weights).map(w -> math.round(w / divisor)).toArray();
  }

  private double score(
      AttentionSpec spec, Rows query, int i, Rows key, int j, int head, int @Nullable [] times) {
    double dot = 0;
    int column = head * spec.headWidth();
    for (int x = column; x < column + spec.headWidth(); x++) {
      dot = math.plus(dot, math.times(at(query, i, x), at(key, j, x)));
    }
    double score = math.times(dot, spec.scale());
    if (spec.positionBias() != null) {
      int buckets = spec.positionBuckets();
      int distance = Math.min(Math.abs(i - j), buckets - 1);
      score = math.plus(score, spec.positionBias()[head * buckets + distance]);
    }
    if (spec.timeBias() != null && times != null) {
      int buckets = spec.timeBuckets();
      int bucket = AttentionSpec.timeBucket(times[i] - times[j], buckets);
      score = math.plus(score, spec.timeBias()[head * buckets + bucket]);
    }
    return score;
  }

  static float at(Rows rows, int row, int column) {
    return rows.data()[rows.offset() + row * rows.stride() + column];
  }
}
