package io.pannier.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import io.pannier.kernels.api.ComposerSpec;

/**
 * The layers that {@link ComposerSpec} names, in PyTorch's differentiable operations, over a batch
 * of padded sequences. Letters: B sequences, L their length, W width, H heads.
 */
final class Layers {
  /** Added to a score that must not count. */
  static final float HIDDEN = -1e9f;

  private static final float GELU_CUBE = 0.044715f;
  private static final float GELU_SCALE = (float) Math.sqrt(2 / Math.PI);

  private final ComposerSpec spec;
  private final Weights weights;
  private final float dropout;

  /**
   * @param dropout share of activations left out while training
   */
  Layers(ComposerSpec spec, Weights weights, float dropout) {
    this.spec = spec;
    this.weights = weights;
    this.dropout = dropout;
  }

  NDArray get(String name) {
    return weights.get(name);
  }

  /** Attention of a sequence over itself: (B, L, W) gives (B, L, W). */
  NDArray selfAttention(NDArray x, String layer, NDArray bias) {
    NDList qkv = linear(norm(x, layer + "norm1"), layer + "attention.qkv").split(3, 2);
    NDArray attended = attend(qkv.get(0), qkv.get(1), qkv.get(2), bias);
    return linear(attended, layer + "attention.out");
  }

  /** Attention of one sequence, (B, T, W), over another, (B, L, W). */
  NDArray crossAttention(NDArray y, NDArray states, String layer, NDArray bias) {
    NDArray query = linear(norm(y, layer + "norm2"), layer + "cross.query");
    NDList kv = linear(states, layer + "cross.kv").split(2, 2);
    return linear(attend(query, kv.get(0), kv.get(1), bias), layer + "cross.out");
  }

  private NDArray attend(NDArray query, NDArray key, NDArray value, NDArray bias) {
    NDArray scores =
        times(heads(query), (float) (1 / Math.sqrt(spec.headWidth())))
            .matMul(heads(key).transpose(0, 1, 3, 2))
            .add(bias);
    return scores.softmax(-1).matMul(heads(value)).transpose(0, 2, 1, 3).reshape(query.getShape());
  }

  /** (B, L, W) as (B, H, L, W/H). */
  private NDArray heads(NDArray x) {
    Shape shape = x.getShape();
    return x.reshape(shape.get(0), shape.get(1), spec.heads(), spec.headWidth())
        .transpose(0, 2, 1, 3);
  }

  NDArray feedForward(NDArray x, String layer, String norm) {
    NDArray v = linear(norm(x, layer + norm), layer + "ffn.in");
    NDArray inner = times(v.add(times(v.mul(v).mul(v), GELU_CUBE)), GELU_SCALE);
    return linear(times(v, 0.5f).mul(inner.tanh().add(1)), layer + "ffn.out");
  }

  NDArray linear(NDArray x, String name) {
    return x.matMul(turned(x.getManager(), name + ".weight")).add(weights.get(name + ".bias"));
  }

  /** A weight transposed, for as long as the step: the view must not outlive it. */
  NDArray turned(NDManager manager, String name) {
    NDArray view = weights.get(name).transpose();
    view.attach(manager);
    return view;
  }

  NDArray norm(NDArray x, String name) {
    return LayerNorm.layerNorm(
            x,
            new Shape(spec.width()),
            weights.get(name + ".weight"),
            weights.get(name + ".bias"),
            ComposerSpec.NORM_EPSILON)
        .singletonOrThrow();
  }

  NDArray drop(NDArray x, boolean training) {
    return training && dropout > 0 ? Dropout.dropout(x, dropout, true).singletonOrThrow() : x;
  }

  /**
   * A multiple. Not {@code mul(Number)}, which closes its tensor of that number at once: the
   * gradient would be computed from memory that the garbage collector has given to others.
   */
  static NDArray times(NDArray x, float factor) {
    return x.mul(x.getManager().create(factor));
  }

  /** Rows of a table; zeros for an id of −1. */
  static NDArray look(NDManager manager, NDArray table, int[] ids) {
    int[] known = new int[ids.length];
    float[] present = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      known[i] = Math.max(ids[i], 0);
      present[i] = ids[i] < 0 ? 0 : 1;
    }
    return gather(manager.create(known), table)
        .mul(manager.create(present, new Shape(ids.length, 1)));
  }

  static NDArray gather(NDArray ids, NDArray table) {
    return Embedding.embedding(ids, table, SparseFormat.DENSE).singletonOrThrow();
  }

  /** (length, length), row-major: what an element must not see, as what comes later. */
  static float[] causal(int length) {
    float[] mask = new float[length * length];
    for (int i = 0; i < length; i++) {
      for (int j = i + 1; j < length; j++) {
        mask[i * length + j] = HIDDEN;
      }
    }
    return mask;
  }
}
