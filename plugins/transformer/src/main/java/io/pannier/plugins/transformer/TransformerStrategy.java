package io.pannier.plugins.transformer;

import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.ComposerTrainer;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.kernels.api.TrainingPlan;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.BundlingStrategy;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import io.pannier.spi.ProductVectors;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ScoringStrategy;
import io.pannier.spi.SearchBudget;
import io.pannier.spi.StrategyContext;
import io.pannier.spi.StrategyTrainer;
import io.pannier.spi.TrainingOutcome;
import io.pannier.spi.TrainingSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The strategy {@code transformer} for one shop. Without a promoted model it scores nothing, and
 * the placement's fallback answers; it composes then by what others scored.
 */
final class TransformerStrategy implements ScoringStrategy, BundlingStrategy, StrategyTrainer {
  private static final double HELD_OUT = 0.08;
  private static final float GRADIENT_CLIP = 1;

  /** Most items that every step tells the right one from. */
  private static final int MOST_WHOLE = 20_000;

  /** Passes without a better figure on the orders held out. */
  private static final int PATIENCE = 3;

  private static final String SHARE_KNOWN = "model-products-known";
  private static final String FOREIGN = "foreign-model";

  private final TransformerConfig config;
  private final StrategyContext context;
  private final @Nullable ServedModel model;
  private final @Nullable Vocabulary vocabulary;
  private final @Nullable Ranking ranking;
  private final BundleComposer composer;

  TransformerStrategy(TransformerConfig config, StrategyContext context) {
    this.config = config;
    this.context = context;
    this.model = context.model().map(file -> ServedModel.open(context, file)).orElse(null);
    this.vocabulary = model == null ? null : new Vocabulary(model.skus());
    if (model == null || vocabulary == null) {
      this.ranking = null;
      this.composer = new BundleComposer(null, null);
    } else {
      FusedScores scores = new FusedScores(model.width(), model.items(), model.tables());
      this.ranking = new Ranking(model, vocabulary, scores, config.reasons());
      this.composer =
          new BundleComposer(
              new BeamSets(model, scores, config.beams()),
              new BundleReasons(model, scores, config.bundleReasons()));
    }
  }

  @Override
  public List<ScoredCandidates> score(List<ScoringContext> batch) {
    ScoredCandidates[] answers = new ScoredCandidates[batch.size()];
    Arrays.fill(answers, ScoredCandidates.empty());
    if (ranking != null && vocabulary != null && !batch.isEmpty()) {
      vocabulary.follow(batch.getFirst().catalogue());
      context.metrics().gauge(SHARE_KNOWN, (double) vocabulary.known() / vocabulary.size());
      if (vocabulary.foreign()) {
        context.metrics().count(FOREIGN, batch.size());
      } else {
        ranking.answer(batch, answers);
      }
    }
    return Arrays.asList(answers);
  }

  @Override
  public BundlingResult compose(BundlingProblem problem, SearchBudget budget) {
    return composer.compose(problem, budget, true);
  }

  /** No chance: what is composed where there is time is certain. */
  @Override
  public double propensity(BundlingProblem problem, int[] candidates) {
    List<ComposedBundle> bundles =
        composer.compose(problem, SearchBudget.ofGenerations(1), false).bundles();
    return !bundles.isEmpty() && Arrays.equals(bundles.getFirst().candidates(), candidates) ? 1 : 0;
  }

  @Override
  public Optional<TrainingOutcome> train(TrainingSet data, Path file, Progress progress) {
    ComposerTrainer trainer = context.grant(ComposerTrainer.class);
    progress.report(0, "reading orders");
    ProductVectors texts =
        config.texts() == TransformerConfig.Texts.OFF ? ProductVectors.NONE : data.texts();
    OrderCollector collector = new OrderCollector(config.maxEvents(), data.catalogue(), texts);
    for (List<Observation> observations : data) {
      if (progress.cancelled()) {
        return Optional.empty();
      }
      observations.forEach(collector::add);
    }
    TrainingOrders orders = collector.orders();
    int items = orders.vocabulary().size();
    return trainer
        .train(spec(items, orders.categories().size()), orders, plan(items), file, progress)
        .map(outcome -> new Examination(context, orders, outcome).examine(file, progress));
  }

  private ComposerSpec spec(int items, int categories) {
    return new ComposerSpec(
        config.width(),
        config.heads(),
        config.layers(),
        config.decoderLayers(),
        config.feedForward(),
        Math.max(1, items),
        Math.max(1, categories),
        EventIds.PRICE_BUCKETS,
        EventType.count(),
        EventIds.GAP_BUCKETS,
        config.maxEvents(),
        EventIds.TIME_BUCKETS,
        config.maxEvents(),
        config.maxItems());
  }

  private TrainingPlan plan(int items) {
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
        items > MOST_WHOLE ? config.negatives() : 0,
        config.seed(),
        config.optimizer(),
        config.momentum(),
        config.loss(),
        config.classWeights(),
        config.decoderWeight(),
        config.pretrainEpochs());
  }

  @Override
  public void close() {
    if (model != null) {
      model.close();
    }
  }
}
