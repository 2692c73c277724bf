package io.pannier.kernels.api;

import java.time.Duration;

/**
 * How a composer is trained.
 *
 * @param epochs most passes over the orders, at least 1
 * @param budget most time; what is best by then is kept
 * @param patience passes without a better validation figure after which the training ends
 * @param batch orders of a step
 * @param learningRate highest, after the warm-up and before the decay
 * @param weightDecay on matrices only
 * @param dropout share of activations that a step leaves out, in [0, 1)
 * @param gradientClip most length of the gradient over all weights
 * @param validationShare of the orders, the youngest ones, that are never learned from
 * @param negatives items that each step tells the right one from, drawn by how often they are
 *     bought, with the correction of Bengio and Senécal (IEEE TNN 2008); 0 for all others
 * @param seed of the first weights and of every draw
 * @param optimizer by which rule the weights follow the gradient
 * @param momentum of {@link Optimizer#SGD}, in [0, 1)
 * @param loss what a step makes smaller
 * @param classWeights how much each item to name counts
 * @param decoderWeight of the decoder's loss beside the encoder's; 0 leaves it as it begins
 * @param pretrainEpochs passes over whole histories, of which events are masked and must be named,
 *     before the first pass over the orders
 */
public record TrainingPlan(
    int epochs,
    Duration budget,
    int patience,
    int batch,
    float learningRate,
    float weightDecay,
    float dropout,
    float gradientClip,
    double validationShare,
    int negatives,
    long seed,
    Optimizer optimizer,
    float momentum,
    Loss loss,
    ClassWeights classWeights,
    float decoderWeight,
    int pretrainEpochs) {
  private static final float USUAL_MOMENTUM = 0.9f;

  /** By which rule weights follow their gradient. */
  public enum Optimizer {
    /** Stochastic gradient descent with momentum (Polyak, 1964); the decay joins the gradient. */
    SGD,
    /** Kingma and Ba (ICLR 2015), algorithm 1; the decay joins the gradient. */
    ADAM,
    /** Loshchilov and Hutter (ICLR 2019), algorithm 2: the decay stands apart. */
    ADAMW
  }

  /** What a step makes smaller. */
  public enum Loss {
    /** Cross entropy of the item to name, over all items or over drawn ones. */
    CROSS_ENTROPY,
    /**
     * Squared error of implicit feedback (Hu, Koren and Volinsky, ICDM 2008, equation 3): 1 is
     * expected of the item to name and 0 of the others, which together count as much as it does.
     */
    SQUARED_ERROR
  }

  /** How much the item to name counts in the mean over a step. */
  public enum ClassWeights {
    /** All alike. */
    NONE,
    /** One over how often it was bought. */
    INVERSE_FREQUENCY,
    /** One over the effective number of its purchases (Cui et al., CVPR 2019, equation 2). */
    EFFECTIVE_NUMBER
  }

  /** AdamW on the cross entropy, all items alike, and no passes over histories before. */
  public TrainingPlan(
      int epochs,
      Duration budget,
      int patience,
      int batch,
      float learningRate,
      float weightDecay,
      float dropout,
      float gradientClip,
      double validationShare,
      int negatives,
      long seed) {
    this(
        epochs,
        budget,
        patience,
        batch,
        learningRate,
        weightDecay,
        dropout,
        gradientClip,
        validationShare,
        negatives,
        seed,
        Optimizer.ADAMW,
        USUAL_MOMENTUM,
        Loss.CROSS_ENTROPY,
        ClassWeights.NONE,
        1,
        0);
  }
}
