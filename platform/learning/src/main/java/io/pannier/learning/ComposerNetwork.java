package io.pannier.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.WideScale;
import org.jspecify.annotations.Nullable;

/**
 * The forward pass of {@link ComposerSpec} in PyTorch's differentiable operations, on a padded
 * batch. Letters: B sequences, L longest of them, W width, H heads.
 */
final class ComposerNetwork {
  private final ComposerSpec spec;
  private final Weights weights;
  private final WordShares words;
  private final @Nullable NDArray texts;
  private final Layers layers;

  /**
   * @param texts (dimension, items), of {@link SharedTexts#constant}; null for none
   * @param dropout share of activations left out while training
   */
  ComposerNetwork(
      ComposerSpec spec,
      Weights weights,
      WordShares words,
      @Nullable NDArray texts,
      float dropout) {
    this.spec = spec;
    this.weights = weights;
    this.words = words;
    this.texts = texts;
    this.layers = new Layers(spec, weights, dropout);
  }

  /**
   * The vectors of the items, for one step: an item's own, those of its words, its text's.
   *
   * @return (items, W)
   */
  NDArray items(NDManager manager) {
    NDArray own = manager.create(1f).mul(weights.get(Weights.ITEMS));
    if (texts != null) {
      NDArray projection = manager.create(1f).mul(weights.get(SharedTexts.NAME));
      own = own.add(projection.transpose().matMul(texts).transpose());
    }
    if (words.none()) {
      return own;
    }
    NDArray vectors = Layers.gather(manager.create(words.padded()), weights.get(Weights.WORDS));
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
        Layers.look(manager, items, batch.items())
            .add(Layers.look(manager, weights.get("embedding.category"), batch.categories()))
            .add(Layers.look(manager, weights.get("embedding.price"), batch.prices()))
            .add(Layers.look(manager, weights.get("embedding.type"), batch.types()))
            .add(Layers.look(manager, weights.get("embedding.gap"), batch.gaps(spec.gapBuckets())))
            .reshape(b, l, spec.width());
    x = layers.drop(x, training);
    NDArray distances = manager.create(distances(l), new Shape(l, l));
    NDArray ages = manager.create(batch.ages(spec.timeBuckets()), new Shape(b, l, l));
    NDArray causal = manager.create(Layers.causal(l), new Shape(1, 1, l, l));
    for (int layer = 0; layer < spec.encoderLayers(); layer++) {
      String name = "encoder." + layer + ".";
      NDArray position =
          Layers.gather(distances, layers.turned(manager, name + "attention.position_bias"))
              .transpose(2, 0, 1)
              .expandDims(0);
      NDArray time =
          Layers.gather(ages, layers.turned(manager, name + "attention.time_bias"))
              .transpose(0, 3, 1, 2);
      NDArray bias = time.add(position).add(causal);
      x = x.add(layers.drop(layers.selfAttention(x, name, bias), training));
      x = x.add(layers.drop(layers.feedForward(x, name, "norm2"), training));
    }
    return layers.norm(x, "encoder.norm");
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
    return deep(states, items, targets, wide.items())
        .add(wide(manager.create(wide.counts(), shape), manager.create(wide.likeness(), shape)))
        .add(manager.create(wide.offsets(), shape));
  }

  /**
   * What neighbours add to a score, of any shape.
   *
   * @param counts sums of squared cosines
   * @param likeness sums of squared likenesses
   */
  NDArray wide(NDArray counts, NDArray likeness) {
    return channel(counts, Weights.COUNTS, Weights.COUNTS_FLOOR)
        .add(channel(likeness, Weights.LIKENESS, Weights.LIKENESS_FLOOR));
  }

  private static NDArray deep(NDArray states, NDArray items, int[] targets, Columns columns) {
    if (!columns.sampled()) {
      return states.matMul(items.transpose());
    }
    NDManager manager = states.getManager();
    NDArray right = Layers.gather(manager.create(targets), items);
    NDArray drawn = Layers.gather(manager.create(columns.drawn()), items);
    NDArray own = states.mul(right).sum(new int[] {1}, true);
    return own.concat(states.matMul(drawn.transpose()), 1);
  }

  /** Weight times the logarithm of the root of squared floor and sums. */
  private NDArray channel(NDArray sums, String weight, String floor) {
    NDManager manager = sums.getManager();
    NDArray squaredFloor = manager.create(2f).mul(weights.get(floor)).exp();
    return sums.add(squaredFloor).log().mul(manager.create(0.5f).mul(weights.get(weight)));
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
}
