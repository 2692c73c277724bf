package io.pannier.plugins.transformer;

import io.pannier.kernels.api.TrainingPlan.ClassWeights;
import io.pannier.kernels.api.TrainingPlan.Loss;
import io.pannier.kernels.api.TrainingPlan.Optimizer;
import io.pannier.spi.StrategyConfig;
import java.util.Map;

/**
 * What can be set. Sizes and what concerns training take effect with the next model; one that is
 * served states its own sizes.
 *
 * @param width of every vector
 * @param heads of every attention
 * @param layers of the encoder
 * @param decoderLayers of the decoder
 * @param maxItems most items that the decoder composes
 * @param feedForward inner width of the feed-forward layers
 * @param maxEvents events of a shopper that are read, the newest
 * @param epochs most passes over the orders
 * @param minutes most time for a training
 * @param batch orders of a training step
 * @param learningRate highest
 * @param optimizer by which rule a step moves the weights
 * @param momentum of the rule without moments of its own
 * @param weightDecay of every step
 * @param loss what a step makes smaller
 * @param classWeights how much each product to name counts
 * @param dropout share of activations that a step leaves out
 * @param negatives items that a step tells the right one from, where the vocabulary is large
 * @param seed of the training
 * @param decoderWeight of the decoder's loss beside the encoder's
 * @param pretrainEpochs passes over whole histories before the first over the orders
 * @param beams bundles that a search keeps while it composes
 * @param texts whether vectors of the products' texts are learned from where there are any
 * @param reasons events of which it is found out how much they carried each product, the newest; 0
 *     gives no reasons
 * @param bundleReasons products of a question that may be named as what carried an item of a
 *     bundle, those touched last; 0 leaves that to who scored
 */
record TransformerConfig(
    int width,
    int heads,
    int layers,
    int decoderLayers,
    int maxItems,
    int feedForward,
    int maxEvents,
    int epochs,
    int minutes,
    int batch,
    float learningRate,
    Optimizer optimizer,
    float momentum,
    float weightDecay,
    Loss loss,
    ClassWeights classWeights,
    float dropout,
    int negatives,
    int seed,
    float decoderWeight,
    int pretrainEpochs,
    int beams,
    Texts texts,
    int reasons,
    int bundleReasons) {
  /** Whether a training reads the vectors that a language model makes of texts. */
  enum Texts {
    /** Where the shop has them. */
    AUTO,
    /** Never. */
    OFF
  }

  static final Map<String, String> PARAMETERS =
      Map.ofEntries(
          Map.entry("width", "elements of every vector, 8 to 1024 (64)"),
          Map.entry("heads", "of every attention; divides the width (4)"),
          Map.entry("layers", "of the encoder, 1 to 48 (1)"),
          Map.entry(
              "decoder-layers",
              "of the decoder, 0 to 16; without any it composes by relevance (1)"),
          Map.entry("max-items", "items that the decoder composes at the most, 1 to 16 (6)"),
          Map.entry("feed-forward", "inner width of the feed-forward layers, 8 to 4096 (128)"),
          Map.entry("max-events", "events of a shopper that are read, 2 to 512 (48)"),
          Map.entry("epochs", "most passes of a training over the orders (8)"),
          Map.entry("minutes", "most minutes of a training (25)"),
          Map.entry("batch", "orders of a training step (64)"),
          Map.entry("learning-rate", "highest (0.003)"),
          Map.entry("optimizer", "sgd, adam or adamw (adamw)"),
          Map.entry("momentum", "of sgd, 0 to 0.999 (0.9)"),
          Map.entry("weight-decay", "of the matrices (0.01)"),
          Map.entry("loss", "cross-entropy or squared-error (cross-entropy)"),
          Map.entry("class-weights", "none, inverse-frequency or effective-number (none)"),
          Map.entry("dropout", "share of activations that a training step leaves out (0.2)"),
          Map.entry(
              "negatives",
              "products that a step tells the right one from, of more than 20000 (4096)"),
          Map.entry("seed", "of the training (1)"),
          Map.entry("decoder-weight", "of the decoder's loss beside the encoder's (1)"),
          Map.entry("pretrain-epochs", "passes over masked histories before the orders (0)"),
          Map.entry("beams", "bundles that a search keeps while it composes, 1 to 64 (8)"),
          Map.entry("text", "auto or off: learn from a language model's vectors of texts (auto)"),
          Map.entry("reasons", "newest events that may be named as reasons, 0 to 64 (12)"),
          Map.entry(
              "bundle-reasons",
              "newest products that may be named as reasons of a bundle's items, 0 to 32 (6)"));

  static TransformerConfig of(StrategyConfig config) {
    return new TransformerConfig(
        config.integer("width", 64, 8, 1_024),
        config.integer("heads", 4, 1, 64),
        config.integer("layers", 1, 1, 48),
        config.integer("decoder-layers", 1, 0, 16),
        config.integer("max-items", 6, 1, 16),
        config.integer("feed-forward", 128, 8, 4_096),
        config.integer("max-events", 48, 2, 512),
        config.integer("epochs", 8, 1, 10_000),
        config.integer("minutes", 25, 1, 10_000),
        config.integer("batch", 64, 1, 4_096),
        (float) config.number("learning-rate", 3e-3, 1e-7, 1),
        config.choice("optimizer", Optimizer.ADAMW),
        (float) config.number("momentum", 0.9, 0, 0.999),
        (float) config.number("weight-decay", 0.01, 0, 1),
        config.choice("loss", Loss.CROSS_ENTROPY),
        config.choice("class-weights", ClassWeights.NONE),
        (float) config.number("dropout", 0.2, 0, 0.9),
        config.integer("negatives", 4_096, 16, 20_000),
        config.integer("seed", 1, 0, Integer.MAX_VALUE),
        (float) config.number("decoder-weight", 1, 0, 100),
        config.integer("pretrain-epochs", 0, 0, 1_000),
        config.integer("beams", 8, 1, 64),
        config.choice("text", Texts.AUTO),
        config.integer("reasons", 12, 0, 64),
        config.integer("bundle-reasons", 6, 0, 32));
  }
}
