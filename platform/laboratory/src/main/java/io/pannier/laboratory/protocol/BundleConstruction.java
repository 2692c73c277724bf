package io.pannier.laboratory.protocol;

import io.pannier.laboratory.metrics.RankMetric;
import io.pannier.laboratory.metrics.RankMetric.Kind;
import io.pannier.laboratory.protocol.BasketSplit.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * The protocol {@code bundle-construction}: one item of a bundle that people put together is
 * hidden, and the items of the domain are ranked given the rest, without the rest. Data: Sun et
 * al., "Revisiting Bundle Recommendation: Datasets, Tasks, Challenges and Opportunities for
 * Intent-Aware Product Bundling", SIGIR 2022.
 *
 * <p>Whole sessions are split, as {@link BundleSessions} says.
 *
 * <p>The catalogue is every item with a title, which are the items of all bundles; titles and
 * categories are known before any bundle is, so they are given for items of the test, too. Of an
 * item that is in no bundle of the training part only its text can tell where it belongs. Recall
 * and NDCG@10, 20.
 */
final class BundleConstruction implements Protocol {
  private static final List<RankMetric> METRICS =
      List.of(
          new RankMetric(Kind.RECALL, 10),
          new RankMetric(Kind.NDCG, 10),
          new RankMetric(Kind.RECALL, 20),
          new RankMetric(Kind.NDCG, 20));

  @Override
  public String name() {
    return "bundle-construction";
  }

  @Override
  public List<DataFormat> formats() {
    return List.of(DataFormat.AMAZON_BUNDLES);
  }

  @Override
  public EvaluationTask prepare(DataSource data, long seed, DoubleConsumer progress) {
    Protocols.check(this, data);
    BundleSessions sessions = BundleSessions.read(data, seed);
    List<Question> questions = new ArrayList<>();
    for (Basket bundle : sessions.test()) {
      List<String> skus = sessions.titled(bundle);
      if (skus.size() >= 2) {
        questions.add(TaskBuilder.hideOne(skus, sessions.random()));
      }
    }
    progress.accept(1);
    return TaskBuilder.build(name(), data, seed, sessions.split(questions), METRICS);
  }
}
