package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.spi.StrategyTrainer.Progress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Trains composers; granted to strategies where models are trained, never where they serve. */
@FunctionalInterface
public interface ComposerTrainer {
  /**
   * Trains a model and writes it, whole or not at all.
   *
   * @param progress told after every step how the training goes
   * @return how good it became; empty when it was cancelled, and then nothing was written
   * @throws PannierException DATA_INVALID where the orders teach nothing; TRAINING_DIVERGED where
   *     the loss is no number any more
   */
  Optional<Outcome> train(
      ComposerSpec spec, TrainingOrders orders, TrainingPlan plan, Path file, Progress progress);

  /**
   * The same trainer, which writes down after each pass where it stands. Going on from there gives
   * the model that a training without interruption gives. The file stays when the training ends:
   * whoever keeps the model deletes it.
   *
   * <p>Going on is refused with NOT_FOUND where there is no such file, CHECKPOINT_MISMATCH where it
   * is of other orders, another plan (but for the time) or another architecture, and
   * MODEL_FILE_TRUNCATED, MODEL_FILE_INVALID or MODEL_TENSOR_MISSING where it is damaged.
   *
   * @throws PannierException CAPABILITY_UNSUPPORTED where it keeps none
   */
  default ComposerTrainer keeping(Checkpoint checkpoint) {
    throw new PannierException(
        StandardErrorCode.CAPABILITY_UNSUPPORTED, "this trainer keeps no checkpoints");
  }

  /**
   * How good a model is on the youngest orders, which it neither learned from nor counted.
   *
   * @param epochs passes after which it was best; 0 where training made the first model no better
   * @param hitRate share of the orders of which the item that was taken out stands among the first
   *     ten of the whole vocabulary
   * @param reciprocalRank mean of 1 / rank of that item where it is at most 20, else 0
   * @param heldOut numbers of those orders
   * @param takenOut for each of them the event that was taken out
   * @param complete false where the time was over before the passes were done
   * @param composing how well what is left of these orders is composed, by name; empty without a
   *     decoder: {@code composes} is the share of steps whose first choice is left of the order,
   *     {@code composes-log} the mean logarithm of the probability that something is chosen that is
   *     left, both with {@code -score} of the score that the decoder corrects, and {@code
   *     composes-ends} the mean logarithm of the probability of what is right of going on and
   *     ending; {@code composes-worth}, by which models are chosen beside their scores, is the mean
   *     of {@code composes} and of the exponential of {@code composes-ends}
   */
  record Outcome(
      int epochs,
      double hitRate,
      double reciprocalRank,
      int[] heldOut,
      int[] takenOut,
      boolean complete,
      Map<String, Double> composing) {
    /** Of a training that came to its end, without a decoder. */
    public Outcome(
        int epochs, double hitRate, double reciprocalRank, int[] heldOut, int[] takenOut) {
      this(epochs, hitRate, reciprocalRank, heldOut, takenOut, true, Map.of());
    }

    /** The same of a training whose time was over. */
    public Outcome incomplete() {
      return new Outcome(epochs, hitRate, reciprocalRank, heldOut, takenOut, false, composing);
    }

    /** The same with figures of the decoder. */
    public Outcome withComposing(Map<String, Double> figures) {
      return new Outcome(epochs, hitRate, reciprocalRank, heldOut, takenOut, complete, figures);
    }
  }
}
