package io.pannier.plugins.transformer;

import io.pannier.kernels.api.ComposerLoader;
import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.ComposerTrainer;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.kernels.api.TrainingPlan;
import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ScoringStrategy;
import io.pannier.spi.StrategyContext;
import io.pannier.spi.StrategyTrainer;
import io.pannier.spi.TrainingOutcome;
import io.pannier.spi.TrainingSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The strategy {@code transformer} for one shop. Without a promoted model it has no answer, and the
 * placement's fallback answers.
 */
final class TransformerStrategy implements ScoringStrategy, StrategyTrainer {
  private static final double HELD_OUT = 0.08;
  private static final float GRADIENT_CLIP = 1;

  /** Passes without a better figure on the orders held out. */
  private static final int PATIENCE = 8;

  private final TransformerConfig config;
  private final StrategyContext context;
  private final @Nullable ComposerModel model;
  private final @Nullable Ranking ranking;

  TransformerStrategy(TransformerConfig config, StrategyContext context) {
    this.config = config;
    this.context = context;
    this.model =
        context.model().map(file -> context.grant(ComposerLoader.class).load(file)).orElse(null);
    this.ranking = model == null ? null : new Ranking(model, config.reasons());
  }

  @Override
  public List<ScoredCandidates> score(List<ScoringContext> batch) {
    ScoredCandidates[] answers = new ScoredCandidates[batch.size()];
    if (ranking == null) {
      Arrays.fill(answers, ScoredCandidates.empty());
    } else {
      ranking.answer(batch, answers);
    }
    return Arrays.asList(answers);
  }

  @Override
  public Optional<TrainingOutcome> train(TrainingSet data, Path file, Progress progress) {
    ComposerTrainer trainer = context.grant(ComposerTrainer.class);
    progress.report(0, "reading orders");
    OrderCollector collector = new OrderCollector(config.maxEvents());
    for (List<Observation> observations : data) {
      if (progress.cancelled()) {
        return Optional.empty();
      }
      observations.forEach(collector::add);
    }
    TrainingOrders orders = collector.orders();
    return trainer
        .train(spec(collector.items()), orders, plan(), file, progress)
        .map(
            outcome ->
                new TrainingOutcome(
                    "mrr@20",
                    outcome.reciprocalRank(),
                    Double.NaN,
                    Map.of("hr@10", outcome.hitRate(), "epochs", (double) outcome.epochs())));
  }

  private ComposerSpec spec(int items) {
    return new ComposerSpec(
        config.width(),
        config.heads(),
        config.layers(),
        0,
        config.feedForward(),
        Math.max(1, items),
        1,
        EventIds.PRICE_BUCKETS,
        EventType.count(),
        EventIds.GAP_BUCKETS,
        config.maxEvents(),
        EventIds.TIME_BUCKETS,
        config.maxEvents(),
        1);
  }

  private TrainingPlan plan() {
    return new TrainingPlan(
        config.epochs(),
        Duration.ofMinutes(config.minutes()),
        PATIENCE,
        config.batch(),
        config.learningRate(),
        config.weightDecay(),
        config.dropout(),
        GRADIENT_CLIP,
        HELD_OUT,
        config.seed());
  }

  @Override
  public void close() {
    if (model != null) {
      model.close();
    }
  }
}
