package io.pannier.laboratory.protocol;

import io.pannier.laboratory.metrics.RankMetric;
import io.pannier.laboratory.metrics.RankMetric.Kind;
import io.pannier.laboratory.orders.CsvTable;
import io.pannier.laboratory.protocol.BasketSplit.Question;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;

/**
 * The protocol {@code bundle-intent}: the items of a bundle are to be found by the few words in
 * which people said what it is for, with an empty cart, among all items of the domain. Data and
 * split are those of {@link BundleConstruction}: the bundles of a fifth of the sessions are asked
 * about.
 *
 * <p>Recall counts all items of the bundle, of which there are three or four on average, so that it
 * can reach 1 at ten. Recall and NDCG@10, 20.
 */
final class BundleIntent implements Protocol {
  private static final List<RankMetric> METRICS =
      List.of(
          new RankMetric(Kind.RECALL, 10),
          new RankMetric(Kind.NDCG, 10),
          new RankMetric(Kind.RECALL, 20),
          new RankMetric(Kind.NDCG, 20));

  @Override
  public String name() {
    return "bundle-intent";
  }

  @Override
  public List<DataFormat> formats() {
    return List.of(DataFormat.AMAZON_BUNDLES);
  }

  @Override
  public EvaluationTask prepare(DataSource data, long seed, DoubleConsumer progress) {
    Protocols.check(this, data);
    Map<String, String> intents = intents(data);
    BundleSessions sessions = BundleSessions.read(data, seed);
    List<Question> questions = new ArrayList<>();
    for (Basket bundle : sessions.test()) {
      String intent = intents.getOrDefault(bundle.order(), "");
      List<String> skus = sessions.titled(bundle);
      if (!intent.isEmpty() && !skus.isEmpty()) {
        questions.add(new Question(List.of(), skus, intent));
      }
    }
    progress.accept(1);
    return TaskBuilder.build(name(), data, seed, sessions.split(questions), METRICS);
  }

  private static Map<String, String> intents(DataSource data) {
    Map<String, String> intents = new HashMap<>();
    for (List<String> row :
        CsvTable.read(
            data.optional(DataSources.INTENTS)
                .orElseThrow(
                    () ->
                        new PannierException(
                            StandardErrorCode.DATA_INVALID,
                            data.path()
                                + " has no bundle_intent.csv, which bundle-intent asks from.")),
            "bundle ID",
            "intent")) {
      intents.put(BundleSessions.order(row.get(0)), row.get(1).strip());
    }
    return intents;
  }
}
