package io.pannier.plugins.transformer;

import io.pannier.kernels.api.ComposerTrainer.Outcome;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.plugins.transformer.HeldOut.Worth;
import io.pannier.spi.PannierException;
import io.pannier.spi.StrategyContext;
import io.pannier.spi.StrategyTrainer.Progress;
import io.pannier.spi.TrainingOutcome;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a new model file is worth beside the one that serves, both asked the same questions in the
 * way in which they serve.
 */
final class Examination {
  private final StrategyContext context;
  private final HeldOut questions;
  private final Outcome outcome;

  Examination(StrategyContext context, TrainingOrders orders, Outcome outcome) {
    this.context = context;
    this.questions = new HeldOut(orders, outcome);
    this.outcome = outcome;
  }

  /**
   * @param file the new model
   * @param progress told why the one that serves could not be asked
   */
  TrainingOutcome examine(Path file, Progress progress) {
    Map<String, Double> figures = new HashMap<>();
    Worth worth;
    try (ServedModel model = ServedModel.open(context, file)) {
      worth = questions.ask(model, true);
      Worth counts = questions.ask(model, false);
      figures.put("hr@10", worth.hitRate());
      figures.put("hr@10-counts", counts.hitRate());
      figures.put("mrr@20-counts", counts.reciprocalRank());
    }
    // Of the counts of older orders only: what a shop sees on the day after a training.
    figures.put("hr@10-unseen", outcome.hitRate());
    figures.put("mrr@20-unseen", outcome.reciprocalRank());
    figures.put("epochs", (double) outcome.epochs());
    figures.putAll(outcome.composing());
    Worth before = incumbent(progress);
    if (before != null) {
      figures.put("hr@10-incumbent", before.hitRate());
    }
    return new TrainingOutcome(
        "mrr@20",
        worth.reciprocalRank(),
        before == null ? Double.NaN : before.reciprocalRank(),
        figures);
  }

  private @Nullable Worth incumbent(Progress progress) {
    Path file = context.model().orElse(null);
    if (file == null) {
      return null;
    }
    try (ServedModel model = ServedModel.open(context, file)) {
      if (questions.foreign(model)) {
        progress.report(1, "the model that serves is another shop's and counts for nothing");
        return null;
      }
      return questions.ask(model, true);
    } catch (PannierException e) {
      progress.report(1, "the model that serves cannot be read: " + e.getMessage());
      return null;
    }
  }
}
