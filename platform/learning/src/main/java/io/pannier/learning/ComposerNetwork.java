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
import io.pannier.kernels.api.WideScale;

/**
 * The forward pass of {@link ComposerSpec} in PyTorch's differentiable operations, on a padded
 * batch. Letters: B sequences, L longest of them, W width, H heads.
 */
final class ComposerNetwork {
  private static final float HIDDEN = -1e9f;
  private static final float GELU_CUBE = 0.044715f;
  private static final float GELU_SCALE = (float) Math.sqrt(2 / Math.PI);

  private final ComposerSpec spec;
  private final Weights weights;
  private final WordShares words;
  private final float dropout;

  /**
   * @param dropout share of activations left out while training
   */
  ComposerNetwork(ComposerSpec spec, Weights weights, WordShares words, float dropout) {
    this.spec = spec;
    this.weights = weights;
    this.words = words;
    this.dropout = dropout;
  }

  /**
   * The vectors of the items, for one step: an item's own and those of its words.
   *
   * @return (items, W)
   */
  NDArray items(NDManager manager) {
    NDArray own = manager.create(1f).mul(weights.get(Weights.ITEMS));
    if (words.none()) {
      return own;
    }
    NDArray vectors = gather(manager.create(words.padded()), weights.get(Weights.WORDS));
    NDArray shares = manager.create(words.shares(), new Shape(words.shares().length, 1));
    Shape shape = new Shape(spec.items(), WordShares.MOST, spec.width());
    return own.add(vectors.mul(shares).reshape(shape).sum(new int[] {1}));
  }

  /**
   * The state after each event. Padding stands behind the events and, since attention looks back
   * only, changes nothing before it.
   *
   * @param items (items, W), of {@link #items}
   * @return (B, L, W)
   */
  NDArray states(NDManager manager, NDArray items, PaddedBatch batch, boolean training) {
    int b = batch.sequences();
    int l = batch.length();
    NDArray x =
        look(manager, items, batch.items())
            .add(look(manager, weights.get("embedding.category"), batch.categories()))
            .add(look(manager, weights.get("embedding.price"), batch.prices()))
            .add(look(manager, weights.get("embedding.type"), batch.types()))
            .add(look(manager, weights.get("embedding.gap"), batch.gaps(spec.gapBuckets())))
            .reshape(b, l, spec.width());
    x = drop(x, training);
    NDArray distances = manager.create(distances(l), new Shape(l, l));
    NDArray ages = manager.create(batch.ages(spec.timeBuckets()), new Shape(b, l, l));
    NDArray causal = manager.create(causal(l), new Shape(1, 1, l, l));
    for (int layer = 0; layer < spec.encoderLayers(); layer++) {
      String name = "encoder." + layer + ".";
      NDArray position =
          gather(distances, turned(manager, name + "attention.position_bias"))
              .transpose(2, 0, 1)
              .expandDims(0);
      NDArray time =
          gather(ages, turned(manager, name + "attention.time_bias")).transpose(0, 3, 1, 2);
      NDArray bias = time.add(position).add(causal);
      x = x.add(drop(attention(x, name, bias), training));
      x = x.add(drop(feedForward(x, name, "norm2"), training));
    }
    return norm(x, "encoder.norm");
  }

  /**
   * Scores with what the neighbours say, by {@link WideScale}.
   *
   * @param states (P, W)
   * @param items (items, W)
   * @param targets (P), the items that are right
   * @param wide of the same P positions, C items each
   * @return (P, C)
   */
  NDArray fused(NDArray states, NDArray items, int[] targets, WideInput wide) {
    NDManager manager = states.getManager();
    Shape shape = new Shape(targets.length, wide.items().count());
    NDArray counts =
        channel(manager.create(wide.counts(), shape), Weights.COUNTS, Weights.COUNTS_FLOOR);
    NDArray likeness =
        channel(manager.create(wide.likeness(), shape), Weights.LIKENESS, Weights.LIKENESS_FLOOR);
    return deep(states, items, targets, wide.items())
        .add(counts)
        .add(likeness)
        .add(manager.create(wide.offsets(), shape));
  }

  private static NDArray deep(NDArray states, NDArray items, int[] targets, Columns columns) {
    if (!columns.sampled()) {
      return states.matMul(items.transpose());
    }
    NDManager manager = states.getManager();
    NDArray right = gather(manager.create(targets), items);
    NDArray drawn = gather(manager.create(columns.drawn()), items);
    NDArray own = states.mul(right).sum(new int[] {1}, true);
    return own.concat(states.matMul(drawn.transpose()), 1);
  }

  /** Weight times the logarithm of the root of squared floor and sums. */
  private NDArray channel(NDArray sums, String weight, String floor) {
    NDManager manager = sums.getManager();
    NDArray squaredFloor = manager.create(2f).mul(weights.get(floor)).exp();
    return sums.add(squaredFloor).log().mul(manager.create(0.5f).mul(weights.get(weight)));
  }

  private static NDArray look(NDManager manager, NDArray table, int[] ids) {
    int[] known = new int[ids.length];
    float[] present = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      known[i] = Math.max(ids[i], 0);
      present[i] = ids[i] < 0 ? 0 : 1;
    }
    return gather(manager.create(known), table)
        .mul(manager.create(present, new Shape(ids.length, 1)));
  }

  private static NDArray gather(NDArray ids, NDArray table) {
    return Embedding.embedding(ids, table, SparseFormat.DENSE).singletonOrThrow();
  }

  private NDArray attention(NDArray x, String layer, NDArray bias) {
    NDList qkv = linear(norm(x, layer + "norm1"), layer + "attention.qkv").split(3, 2);
    NDArray scores =
        times(heads(qkv.get(0)), (float) (1 / Math.sqrt(spec.headWidth())))
            .matMul(heads(qkv.get(1)).transpose(0, 1, 3, 2))
            .add(bias);
    NDArray attended = scores.softmax(-1).matMul(heads(qkv.get(2))).transpose(0, 2, 1, 3);
    return linear(attended.reshape(x.getShape()), layer + "attention.out");
  }

  /** (B, L, W) as (B, H, L, W/H). */
  private NDArray heads(NDArray x) {
    Shape shape = x.getShape();
    return x.reshape(shape.get(0), shape.get(1), spec.heads(), spec.headWidth())
        .transpose(0, 2, 1, 3);
  }

  private NDArray feedForward(NDArray x, String layer, String norm) {
    NDArray v = linear(norm(x, layer + norm), layer + "ffn.in");
    NDArray inner = times(v.add(times(v.mul(v).mul(v), GELU_CUBE)), GELU_SCALE);
    return linear(times(v, 0.5f).mul(inner.tanh().add(1)), layer + "ffn.out");
  }

  private NDArray linear(NDArray x, String name) {
    return x.matMul(turned(x.getManager(), name + ".weight")).add(weights.get(name + ".bias"));
  }

  /** A weight transposed, for as long as the step: the view must not outlive it. */
  private NDArray turned(NDManager manager, String name) {
    NDArray view = weights.get(name).transpose();
    view.attach(manager);
    return view;
  }

  /**
   * A multiple. Not {@code mul(Number)}, which closes its tensor of that number at once: the
   * gradient would be computed from memory that the garbage collector has given to others.
   */
  private static NDArray times(NDArray x, float factor) {
    return x.mul(x.getManager().create(factor));
  }

  private NDArray norm(NDArray x, String name) {
    return LayerNorm.layerNorm(
            x,
            new Shape(spec.width()),
            weights.get(name + ".weight"),
            weights.get(name + ".bias"),
            ComposerSpec.NORM_EPSILON)
        .singletonOrThrow();
  }

  private NDArray drop(NDArray x, boolean training) {
    return training && dropout > 0 ? Dropout.dropout(x, dropout, true).singletonOrThrow() : x;
  }

  private int[] distances(int length) {
    int[] distances = new int[length * length];
    for (int i = 0; i < length; i++) {
      for (int j = 0; j < length; j++) {
        distances[i * length + j] = Math.min(Math.abs(i - j), spec.positionBuckets() - 1);
      }
    }
    return distances;
  }

  private static float[] causal(int length) {
    float[] mask = new float[length * length];
    for (int i = 0; i < length; i++) {
      for (int j = i + 1; j < length; j++) {
        mask[i * length + j] = HIDDEN;
      }
    }
    return mask;
  }
}
