package io.pannier.kernels.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.LayerNorm;
import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.CandidateBatch;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.EventBatch;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The composer's forward pass in PyTorch's operations, fp32, one request at a time. The decoder is
 * forced along given choices and runs all steps at once under a causal mask.
 */
final class TorchComposer {
  private final NDManager manager;
  private final ComposerSpec spec;
  private final Map<String, NDArray> tensors = new HashMap<>();
  private final Map<String, float[]> biases = new HashMap<>();

  TorchComposer(NDManager manager, ComposerSpec spec, SafetensorsFile file) {
    this.manager = manager;
    this.spec = spec;
    for (TensorInfo info : file.tensors()) {
      tensors.put(info.name(), manager.create(file.floats(info.name()), new Shape(info.shape())));
      biases.put(info.name(), file.floats(info.name()));
    }
  }

  private NDArray tensor(String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }

  private NDArray lookUp(String table, int[] ids, int count) {
    NDArray rows = tensor(table);
    NDArray padded = rows.concat(manager.zeros(new Shape(1, spec.width())), 0);
    long[] indices = new long[count];
    for (int i = 0; i < count; i++) {
      indices[i] = ids[i] < 0 ? rows.getShape().get(0) : ids[i];
    }
    return padded.get(manager.create(indices));
  }

  private NDArray product(int[] items, int[] categories, int[] prices, int count) {
    return lookUp("embedding.item", items, count)
        .add(lookUp("embedding.category", categories, count))
        .add(lookUp("embedding.price", prices, count));
  }

  /** (L, width), of a batch of one that is not empty. */
  NDArray states(EventBatch events) {
    int length = events.sequences().tokens();
    int[] times = Objects.requireNonNull(events.sequences().times());
    int[] gaps = new int[length];
    for (int t = 1; t < length; t++) {
      gaps[t] = AttentionSpec.timeBucket(times[t] - times[t - 1], spec.gapBuckets());
    }
    NDArray x =
        product(events.items(), events.categories(), events.prices(), length)
            .add(lookUp("embedding.type", events.types(), length))
            .add(lookUp("embedding.gap", gaps, length));
    for (int l = 0; l < spec.encoderLayers(); l++) {
      String layer = "encoder." + l + ".";
      NDArray bias = encoderBias(layer, times, events.sequences().visible());
      x = x.add(selfAttention(x, layer, bias));
      x = x.add(feedForward(x, layer, "norm2"));
    }
    return norm(x, "encoder.norm");
  }

  /** (steps, candidates + 1), the end last; nothing is masked. */
  NDArray logits(EventBatch events, CandidateBatch candidates, int[] chosen) {
    int steps = chosen.length + 1;
    int count = candidates.candidates().tokens();
    NDArray products =
        product(candidates.items(), candidates.categories(), candidates.prices(), count);
    NDArray y = tensor("decoder.start").expandDims(0);
    if (chosen.length > 0) {
      y = y.concat(products.get(manager.create(chosen)), 0);
    }
    y = y.add(tensor("decoder.position").get("0:" + steps));
    NDArray causal = manager.create(mask(steps, steps, true, null), new Shape(1, steps, steps));
    NDArray states = states(events);
    int length = (int) states.getShape().get(0);
    NDArray seen =
        manager.create(
            mask(steps, length, false, events.sequences().visible()), new Shape(1, steps, length));
    for (int l = 0; l < spec.decoderLayers(); l++) {
      String layer = "decoder." + l + ".";
      y = y.add(selfAttention(y, layer, causal));
      NDArray query = heads(linear(norm(y, layer + "norm2"), layer + "cross.query"));
      NDList kv = linear(states, layer + "cross.kv").split(2, 1);
      NDArray attended = attend(query, heads(kv.get(0)), heads(kv.get(1)), seen);
      y = y.add(linear(attended, layer + "cross.out"));
      y = y.add(feedForward(y, layer, "norm3"));
    }
    NDArray pointer = linear(norm(y, "decoder.norm"), "pointer");
    NDArray ends = products.concat(tensor("decoder.end").expandDims(0), 0);
    return pointer.matMul(ends.transpose()).div(Math.sqrt(spec.width()));
  }

  private NDArray selfAttention(NDArray x, String layer, NDArray bias) {
    NDList qkv = linear(norm(x, layer + "norm1"), layer + "attention.qkv").split(3, 1);
    NDArray attended = attend(heads(qkv.get(0)), heads(qkv.get(1)), heads(qkv.get(2)), bias);
    return linear(attended, layer + "attention.out");
  }

  /** (L, H·D) as (H, L, D). */
  private NDArray heads(NDArray x) {
    return x.reshape(-1, spec.heads(), spec.headWidth()).transpose(1, 0, 2);
  }

  private NDArray attend(NDArray query, NDArray key, NDArray value, NDArray bias) {
    NDArray scores =
        query.matMul(key.transpose(0, 2, 1)).div(Math.sqrt(spec.headWidth())).add(bias);
    return scores.softmax(-1).matMul(value).transpose(1, 0, 2).reshape(-1, spec.width());
  }

  private NDArray feedForward(NDArray x, String layer, String norm) {
    NDArray v = linear(norm(x, layer + norm), layer + "ffn.in");
    NDArray inner = v.add(v.pow(3).mul(0.044715f)).mul((float) Math.sqrt(2 / Math.PI));
    return linear(v.mul(0.5f).mul(inner.tanh().add(1)), layer + "ffn.out");
  }

  private NDArray linear(NDArray x, String name) {
    return x.matMul(tensor(name + ".weight").transpose()).add(tensor(name + ".bias"));
  }

  private NDArray norm(NDArray x, String name) {
    return LayerNorm.layerNorm(
            x,
            new Shape(spec.width()),
            tensor(name + ".weight"),
            tensor(name + ".bias"),
            ComposerSpec.NORM_EPSILON)
        .singletonOrThrow();
  }

  private NDArray encoderBias(String layer, int[] times, boolean @Nullable [] visible) {
    int length = times.length;
    float[] mask = mask(length, length, true, visible);
    float[] position = Objects.requireNonNull(biases.get(layer + "attention.position_bias"));
    float[] time = Objects.requireNonNull(biases.get(layer + "attention.time_bias"));
    NDArray[] heads = new NDArray[spec.heads()];
    for (int h = 0; h < heads.length; h++) {
      float[] bias = mask.clone();
      for (int i = 0; i < length; i++) {
        for (int j = 0; j <= i; j++) {
          int distance = Math.min(i - j, spec.positionBuckets() - 1);
          int bucket = AttentionSpec.timeBucket(times[i] - times[j], spec.timeBuckets());
          bias[i * length + j] +=
              position[h * spec.positionBuckets() + distance]
                  + time[h * spec.timeBuckets() + bucket];
        }
      }
      heads[h] = manager.create(bias, new Shape(length, length));
    }
    return NDArrays.stack(new NDList(heads));
  }

  /** Zeros where a key may be seen; far below any score where not. */
  private static float[] mask(int queries, int keys, boolean causal, boolean @Nullable [] visible) {
    float[] mask = new float[queries * keys];
    for (int i = 0; i < queries; i++) {
      for (int j = 0; j < keys; j++) {
        boolean hidden = (causal && j > i) || (visible != null && !visible[j]);
        mask[i * keys + j] = hidden ? -1e30f : 0;
      }
    }
    return mask;
  }
}
