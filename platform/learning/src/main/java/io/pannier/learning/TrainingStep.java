package io.pannier.learning;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import org.jspecify.annotations.Nullable;

/** One step: the loss of the items to name, its gradient clipped by length, and the descent. */
final class TrainingStep {
  private final NDManager manager;
  private final Weights weights;
  private final ComposerNetwork network;
  private final float gradientClip;
  private final PositionLoss loss;
  private final ItemWeights importance;
  private final Descent descent;

  TrainingStep(
      NDManager manager,
      Weights weights,
      ComposerNetwork network,
      float gradientClip,
      PositionLoss loss,
      ItemWeights importance,
      Descent descent) {
    this.manager = manager;
    this.weights = weights;
    this.network = network;
    this.gradientClip = gradientClip;
    this.loss = loss;
    this.importance = importance;
    this.descent = descent;
  }

  /** Another loss over what was read, added to that of the items to name. */
  interface Also {
    /**
     * The loss, weighed.
     *
     * @param items (items, W)
     * @param states (B, L, W)
     */
    NDArray of(NDArray items, NDArray states);
  }

  /**
   * @param positions where in the batch an item must be named, row-major
   * @param targets the items to name
   * @param wide what the neighbours say there
   * @param also null for nothing else
   * @return the mean loss before the step
   * @throws PannierException TRAINING_DIVERGED where it is no number
   */
  float run(
      PaddedBatch batch, int[] positions, int[] targets, WideInput wide, @Nullable Also also) {
    try (NDManager scope = manager.newSubManager()) {
      float mean = backward(scope, batch, positions, targets, wide, also);
      if (!Float.isFinite(mean)) {
        throw new PannierException(
            StandardErrorCode.TRAINING_DIVERGED,
            "the loss is " + mean + "; lower the learning rate, or look for wrong figures");
      }
      // Each by its own length: the decoder must not shorten the steps of what it reads.
      float scale = clip(false);
      float decoderScale = clip(true);
      descent.next();
      weights.forEach(
          (name, weight) -> update(name, weight, Weights.ofDecoder(name) ? decoderScale : scale));
      return mean;
    }
  }

  private float backward(
      NDManager scope,
      PaddedBatch batch,
      int[] positions,
      int[] targets,
      WideInput wide,
      @Nullable Also also) {
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray items = network.items(scope);
      NDArray states = network.states(scope, items, batch, true);
      int width = (int) states.getShape().get(2);
      NDArray chosen = states.reshape(-1, width).get(scope.create(positions));
      NDArray scores = network.fused(chosen, items, targets, wide.plain());
      // Where the others were drawn the right one stands first.
      int[] right = wide.items().sampled() ? new int[targets.length] : targets;
      NDArray each = loss.of(scores, wide, right);
      NDArray mean =
          importance.none()
              ? each.mean()
              : each.mul(scope.create(importance.of(targets), each.getShape())).sum();
      NDArray all = also == null ? mean : mean.add(also.of(items, states));
      collector.backward(all);
      return all.getFloat();
    }
  }

  /** What gradients are multiplied with so that they are no longer than allowed. */
  private float clip(boolean decoder) {
    double[] squares = new double[1];
    weights.forEach(
        (name, weight) -> {
          if (weight.hasGradient() && Weights.ofDecoder(name) == decoder) {
            try (NDArray gradient = weight.getGradient();
                NDArray square = gradient.square();
                NDArray sum = square.sum()) {
              squares[0] += sum.getFloat();
            }
          }
        });
    double length = Math.sqrt(squares[0]);
    if (!Double.isFinite(length)) {
      throw new PannierException(
          StandardErrorCode.TRAINING_DIVERGED,
          "the gradient is " + length + "; lower the learning rate, or look for wrong figures");
    }
    return length > gradientClip ? (float) (gradientClip / length) : 1;
  }

  private void update(String name, NDArray weight, float scale) {
    if (!weight.hasGradient()) {
      return;
    }
    try (NDArray gradient = weight.getGradient()) {
      gradient.muli(scale);
      descent.update(name, weight, gradient, Weights.decays(name));
      gradient.muli(0);
    }
  }
}
