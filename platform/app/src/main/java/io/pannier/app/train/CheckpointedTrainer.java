package io.pannier.app.train;

import io.pannier.kernels.api.Checkpoint;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.ComposerTrainer;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.kernels.api.TrainingPlan;
import io.pannier.spi.StrategyTrainer.Progress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A trainer that keeps a checkpoint, and knows afterwards whether there is something to go on with.
 * Strategies need not know of it.
 */
final class CheckpointedTrainer implements ComposerTrainer {
  private final ComposerTrainer trainer;
  private boolean complete;

  CheckpointedTrainer(ComposerTrainer trainer, Checkpoint checkpoint) {
    this.trainer = trainer.keeping(checkpoint);
  }

  @Override
  public Optional<Outcome> train(
      ComposerSpec spec, TrainingOrders orders, TrainingPlan plan, Path file, Progress progress) {
    Optional<Outcome> outcome = trainer.train(spec, orders, plan, file, progress);
    complete = outcome.isPresent() && outcome.get().complete();
    return outcome;
  }

  /** Whether a training came to its end. */
  boolean complete() {
    return complete;
  }
}
