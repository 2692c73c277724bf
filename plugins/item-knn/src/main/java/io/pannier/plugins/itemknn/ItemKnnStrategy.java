package io.pannier.plugins.itemknn;

import io.pannier.spi.ComplementarityModel;
import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import io.pannier.spi.OnlineLearner;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ScoringStrategy;
import io.pannier.spi.StrategyContext.StrategyMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The strategy {@code item-knn} for one shop: learns co-purchases line by line, scores the
 * neighbours of the cart and of the shopper's history, and tells how well products go together.
 */
final class ItemKnnStrategy implements ScoringStrategy, ComplementarityModel, OnlineLearner {
  private final ItemKnnConfig config;
  private final StrategyMetrics metrics;
  private CoPurchases counts;
  private NeighbourScorer scorer;
  private Lift lift;

  ItemKnnStrategy(ItemKnnConfig config, StrategyMetrics metrics) {
    this.config = config;
    this.metrics = metrics;
    counts =
        new CoPurchases(config.maxItemsPerOrder(), config.maxNeighbours(), config.openOrders());
    scorer = new NeighbourScorer(new Neighbourhoods(counts, config), config);
    lift = new Lift(counts, config.liftPrior());
  }

  @Override
  public List<ScoredCandidates> score(List<ScoringContext> batch) {
    List<ScoredCandidates> answers = new ArrayList<>(batch.size());
    for (ScoringContext context : batch) {
      // Who interrupts has given up on the answer; an empty one ends the call soonest.
      answers.add(
          Thread.currentThread().isInterrupted()
              ? ScoredCandidates.empty()
              : scorer.score(context, counts.items()));
    }
    return answers;
  }

  @Override
  public void complementarity(int[] items, float[] matrix) {
    lift.fill(items, matrix);
  }

  @Override
  public void learn(List<Observation> observations) {
    long before = counts.lines();
    for (Observation observation : observations) {
      if (observation.type() == EventType.PURCHASED
          && observation.item() >= 0
          && observation.quantity() > 0) {
        counts.add(OrderKey.of(observation), observation.item());
      }
    }
    metrics.count("lines", counts.lines() - before);
    metrics.gauge("orders", (double) counts.orders());
  }

  @Override
  public void snapshot(OutputStream out) throws IOException {
    CoPurchaseSnapshot.write(counts, config, out);
  }

  @Override
  public void restore(InputStream in) throws IOException {
    counts = CoPurchaseSnapshot.read(config, in);
    scorer = new NeighbourScorer(new Neighbourhoods(counts, config), config);
    lift = new Lift(counts, config.liftPrior());
  }

  CoPurchases counts() {
    return counts;
  }
}
