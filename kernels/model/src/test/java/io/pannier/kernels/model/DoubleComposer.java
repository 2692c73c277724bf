package io.pannier.kernels.model;

import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.TensorSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The composer as its formulas read, in double, one request at a time and without any memory of
 * earlier steps: a second opinion that shares no code with the runtime.
 */
final class DoubleComposer {
  private final ComposerSpec spec;
  private final Map<String, float[]> tensors = new HashMap<>();
  private final int width;

  DoubleComposer(ComposerSpec spec, TensorSource weights) {
    this.spec = spec;
    this.width = spec.width();
    ComposerTensors.of(spec)
        .forEach((name, shape) -> tensors.put(name, weights.tensor(name, shape)));
  }

  private float[] tensor(String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }

  private void add(double[] x, String table, int row) {
    for (int d = 0; row >= 0 && d < width; d++) {
      x[d] += tensor(table)[row * width + d];
    }
  }

  private double[] product(int item, int category, int price) {
    double[] x = new double[width];
    add(x, "embedding.item", item);
    add(x, "embedding.category", category);
    add(x, "embedding.price", price);
    return x;
  }

  /** States of the events of a batch of one. */
  double[][] states(EventBatch events) {
    int length = events.sequences().tokens();
    int[] times = Objects.requireNonNull(events.sequences().times());
    double[][] x = new double[length][];
    for (int t = 0; t < length; t++) {
      x[t] = product(events.items()[t], events.categories()[t], events.prices()[t]);
      add(x[t], "embedding.type", events.types()[t]);
      int gap = t == 0 ? 0 : AttentionSpec.timeBucket(times[t] - times[t - 1], spec.gapBuckets());
      add(x[t], "embedding.gap", gap);
    }
    for (int l = 0; l < spec.encoderLayers(); l++) {
      String layer = "encoder." + l + ".";
      double[][] qkv = linear(layer + "attention.qkv", norm(layer + "norm1", x));
      double[][] attended =
          attend(qkv, 0, qkv, width, 2 * width, true, events.sequences().visible(), times, layer);
      sum(x, linear(layer + "attention.out", attended));
      feedForward(x, layer, "norm2");
    }
    return norm("encoder.norm", x);
  }

  /** The state of the last visible event. */
  double[] shopper(EventBatch events) {
    double[][] states = states(events);
    boolean[] visible = events.sequences().visible();
    for (int t = states.length - 1; t >= 0; t--) {
      if (visible == null || visible[t]) {
        return states[t];
      }
    }
    return new double[width];
  }

  /**
   * Logits after some candidates were chosen, of the candidates and then of the end; nothing is
   * masked.
   */
  double[] logits(EventBatch events, CandidateBatch candidates, List<Integer> chosen) {
    double[][] y = new double[chosen.size() + 1][];
    for (int t = 0; t < y.length; t++) {
      y[t] = t == 0 ? new double[width] : candidate(candidates, chosen.get(t - 1));
      for (int d = 0; d < width; d++) {
        y[t][d] +=
            tensor("decoder.position")[t * width + d] + (t == 0 ? tensor("decoder.start")[d] : 0);
      }
    }
    double[][] states = states(events);
    for (int l = 0; l < spec.decoderLayers(); l++) {
      String layer = "decoder." + l + ".";
      double[][] qkv = linear(layer + "attention.qkv", norm(layer + "norm1", y));
      double[][] own = attend(qkv, 0, qkv, width, 2 * width, true, null, null, layer);
      sum(y, linear(layer + "attention.out", own));
      double[][] query = linear(layer + "cross.query", norm(layer + "norm2", y));
      double[][] kv = linear(layer + "cross.kv", states);
      double[][] other =
          attend(query, 0, kv, 0, width, false, events.sequences().visible(), null, layer);
      sum(y, linear(layer + "cross.out", other));
      feedForward(y, layer, "norm3");
    }
    double[][] last = {y[y.length - 1]};
    double[] pointer = linear("pointer", norm("decoder.norm", last))[0];
    int count = candidates.candidates().tokens();
    double[] logits = new double[count + 1];
    for (int j = 0; j <= count; j++) {
      double[] vector = j < count ? candidate(candidates, j) : widen(tensor("decoder.end"));
      for (int d = 0; d < width; d++) {
        logits[j] += pointer[d] * vector[d] / Math.sqrt(width);
      }
    }
    return logits;
  }

  private double[] candidate(CandidateBatch batch, int j) {
    return product(batch.items()[j], batch.categories()[j], batch.prices()[j]);
  }

  private static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private void feedForward(double[][] x, String layer, String norm) {
    double[][] hidden = linear(layer + "ffn.in", norm(layer + norm, x));
    for (double[] row : hidden) {
      for (int i = 0; i < row.length; i++) {
        double v = row[i];
        row[i] = 0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v)));
      }
    }
    sum(x, linear(layer + "ffn.out", hidden));
  }

  private double[][] norm(String name, double[][] x) {
    double[][] out = new double[x.length][width];
    for (int t = 0; t < x.length; t++) {
      double mean = 0;
      double variance = 0;
      for (double v : x[t]) {
        mean += v / width;
      }
      for (double v : x[t]) {
        variance += (v - mean) * (v - mean) / width;
      }
      for (int d = 0; d < width; d++) {
        out[t][d] =
            (x[t][d] - mean) / Math.sqrt(variance + 1e-5) * tensor(name + ".weight")[d]
                + tensor(name + ".bias")[d];
      }
    }
    return out;
  }

  private double[][] linear(String name, double[][] x) {
    float[] weight = tensor(name + ".weight");
    float[] bias = tensor(name + ".bias");
    double[][] out = new double[x.length][bias.length];
    for (int t = 0; t < x.length; t++) {
      for (int o = 0; o < bias.length; o++) {
        out[t][o] = bias[o];
        for (int i = 0; i < x[t].length; i++) {
          out[t][o] += x[t][i] * weight[o * x[t].length + i];
        }
      }
    }
    return out;
  }

  private static void sum(double[][] x, double[][] addend) {
    for (int t = 0; t < x.length; t++) {
      for (int d = 0; d < x[t].length; d++) {
        x[t][d] += addend[t][d];
      }
    }
  }

  /** Attention; with the layer's biases where there are times. */
  private double[][] attend(
      double[][] query,
      int queryAt,
      double[][] keys,
      int keyAt,
      int valueAt,
      boolean causal,
      boolean @Nullable [] visible,
      int @Nullable [] times,
      String layer) {
    double[][] out = new double[query.length][width];
    int head = spec.headWidth();
    for (int i = 0; i < query.length; i++) {
      for (int h = 0; h < spec.heads(); h++) {
        double[] weights = new double[keys.length];
        double total = 0;
        for (int j = 0; j < keys.length; j++) {
          if ((causal && j > i) || (visible != null && !visible[j])) {
            continue;
          }
          double score = 0;
          for (int d = h * head; d < (h + 1) * head; d++) {
            score += query[i][queryAt + d] * keys[j][keyAt + d] / Math.sqrt(head);
          }
          if (times != null) {
            int distance = Math.min(i - j, spec.positionBuckets() - 1);
            int bucket = AttentionSpec.timeBucket(times[i] - times[j], spec.timeBuckets());
            score +=
                tensor(layer + "attention.position_bias")[h * spec.positionBuckets() + distance]
                    + tensor(layer + "attention.time_bias")[h * spec.timeBuckets() + bucket];
          }
          weights[j] = Math.exp(score);
          total += weights[j];
        }
        for (int j = 0; total > 0 && j < keys.length; j++) {
          for (int d = h * head; d < (h + 1) * head; d++) {
            out[i][d] += weights[j] / total * keys[j][valueAt + d];
          }
        }
      }
    }
    return out;
  }
}
