package io.pannier.learning;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * One step of AdamW (Loshchilov and Hutter, 2019) on the cross entropy of the items to name, with
 * the gradient clipped by its length over all weights.
 */
final class TrainingStep {
  private final NDManager manager;
  private final Weights weights;
  private final ComposerNetwork network;
  private final float gradientClip;
  private final Optimizer decayed;
  private final Optimizer free;

  TrainingStep(
      NDManager manager,
      Weights weights,
      ComposerNetwork network,
      Tracker rate,
      float weightDecay,
      float gradientClip) {
    this.manager = manager;
    this.weights = weights;
    this.network = network;
    this.gradientClip = gradientClip;
    this.decayed =
        Optimizer.adamW().optLearningRateTracker(rate).optWeightDecays(weightDecay).build();
    this.free = Optimizer.adamW().optLearningRateTracker(rate).optWeightDecays(0).build();
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
   * @return the loss before the step: the mean cross entropy, and what else there is
   * @throws PannierException TRAINING_DIVERGED where it is no number
   */
  float run(
      PaddedBatch batch, int[] positions, int[] targets, WideInput wide, @Nullable Also also) {
    try (NDManager scope = manager.newSubManager()) {
      float loss = backward(scope, batch, positions, targets, wide, also);
      if (!Float.isFinite(loss)) {
        throw new PannierException(
            StandardErrorCode.TRAINING_DIVERGED,
            "the loss is " + loss + "; lower the learning rate, or look for wrong figures");
      }
      float scale = clip();
      weights.forEach((name, weight) -> update(name, weight, scale));
      return loss;
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
      NDArray logProbability = network.fused(chosen, items, targets, wide).logSoftmax(1);
      // Where the others were drawn the right one stands first.
      int[] right = wide.items().sampled() ? new int[targets.length] : targets;
      NDArray named = logProbability.gather(scope.create(right, new Shape(right.length, 1)), 1);
      NDArray loss = named.mean().neg();
      if (also != null) {
        loss = loss.add(also.of(items, states));
      }
      collector.backward(loss);
      return loss.getFloat();
    }
  }

  /** What gradients are multiplied with so that they are no longer than allowed. */
  private float clip() {
    double[] squares = new double[1];
    weights.forEach(
        (_, weight) -> {
          if (weight.hasGradient()) {
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
      (Weights.decays(name) ? decayed : free).update(name, weight, gradient);
      gradient.muli(0);
    }
  }
}
