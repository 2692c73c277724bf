package io.pannier.learning;

import ai.djl.ndarray.NDManager;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.OrderSample;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.kernels.api.TrainingPlan;
import io.pannier.learning.DecoderValidation.Figures;
import java.util.Random;

/** What a training does for the decoder: its loss in every step, and its figures after a pass. */
final class Composing {
  /** The name of the figure by which models are chosen. */
  static final String WORTH = "composes-worth";

  private final DecoderDraw draw;
  private final DecoderLoss loss;
  private final DecoderValidation validation;
  private final float weight;
  private final long seed;
  private Random random;

  Composing(
      ComposerSpec spec,
      TrainingOrders orders,
      TrainingPlan plan,
      OrderDraw reading,
      Neighbourhood neighbourhood,
      Negatives negatives,
      ComposerNetwork network,
      Weights weights,
      int[] held) {
    this.seed = plan.seed();
    this.random = random(0);
    this.draw = new DecoderDraw(orders, neighbourhood, negatives, spec.maxItems());
    this.loss = new DecoderLoss(network, new DecoderNetwork(spec, weights, plan.dropout()));
    this.validation = new DecoderValidation(orders, reading, draw, held, plan.seed());
    this.weight = plan.decoderWeight();
  }

  /** A pass begins, from a seed of its own. */
  void begin(int pass) {
    random = random(pass);
  }

  /** Not the encoder's chance: what that is asked does not depend on whether there is a decoder. */
  private Random random(int pass) {
    return new Random(OrderSample.hash(seed + "/decoder/" + pass));
  }

  /** The weighed loss of a batch whose orders are among those counted. */
  TrainingStep.Also loss(BatchDraw batch) {
    DecoderBatch choices = draw.draw(batch.drawn(), true, random);
    return (items, states) -> Layers.times(loss.of(items, states, choices), weight);
  }

  Figures measure(NDManager manager, ComposerNetwork network) {
    return validation.measure(manager, network, loss);
  }
}
