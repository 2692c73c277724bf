package io.pannier.kernels.api;

import io.pannier.spi.StrategyTrainer.Progress;
import java.nio.file.Path;
import java.util.Optional;

/** Trains composers; granted to strategies where models are trained, never where they serve. */
@FunctionalInterface
public interface ComposerTrainer {
  /**
   * Trains a model and writes it, whole or not at all.
   *
   * @param progress told after every step how the training goes
   * @return how good it became; empty when it was cancelled, and then nothing was written
   * @throws io.pannier.spi.PannierException DATA_INVALID where the orders teach nothing;
   *     TRAINING_DIVERGED where the loss is no number any more
   */
  Optional<Outcome> train(
      ComposerSpec spec, TrainingOrders orders, TrainingPlan plan, Path file, Progress progress);

  /**
   * How good a model is on the youngest orders, which it neither learned from nor counted.
   *
   * @param epochs passes after which it was best; 0 where training made the first model no better
   * @param hitRate share of the orders of which the item that was taken out stands among the first
   *     ten of the whole vocabulary
   * @param reciprocalRank mean of 1 / rank of that item where it is at most 20, else 0
   * @param heldOut numbers of those orders
   * @param takenOut for each of them the event that was taken out
   */
  record Outcome(
      int epochs, double hitRate, double reciprocalRank, int[] heldOut, int[] takenOut) {}
}
