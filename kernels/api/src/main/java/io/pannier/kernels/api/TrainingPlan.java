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
 * @param weightDecay of AdamW, on matrices only
 * @param dropout share of activations that a step leaves out, in [0, 1)
 * @param gradientClip most length of the gradient over all weights
 * @param validationShare of the orders, the youngest ones, that are never learned from
 * @param negatives items that each step tells the right one from, drawn by how often they are
 *     bought, with the correction of Bengio and Senécal (IEEE TNN 2008); 0 for all others
 * @param seed of the first weights and of every draw
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
    float decoderWeight,
    int pretrainEpochs) {}
