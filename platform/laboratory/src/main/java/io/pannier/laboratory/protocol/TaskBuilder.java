package io.pannier.laboratory.protocol;

import io.pannier.laboratory.metrics.RankMetric;
import io.pannier.laboratory.protocol.BasketSplit.Question;
import io.pannier.spi.Observation;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Turns baskets with SKUs into a task with ordinals. */
final class TaskBuilder {
  private TaskBuilder() {}

  /**
   * @throws PannierException DATA_INVALID if there is nothing to learn or nothing to ask
   */
  static EvaluationTask build(
      String protocol, DataSource data, long seed, BasketSplit split, List<RankMetric> metrics) {
    if (split.train().isEmpty()) {
      throw invalid(data, "no basket is left to learn from");
    }
    long now = split.train().stream().mapToLong(Basket::time).max().orElseThrow();
    TrainingCatalogue catalogue =
        TrainingCatalogue.of(split.products(), split.currency(), split.train(), now);
    List<List<Observation>> training = new ArrayList<>(split.train().size());
    for (Basket basket : split.train()) {
      training.add(catalogue.observations(basket));
    }
    List<EvaluationCase> cases = new ArrayList<>(split.questions().size());
    for (Question question : split.questions()) {
      cases.add(
          new EvaluationCase(
              question.cart().stream().mapToInt(catalogue::item).toArray(),
              question.wanted().stream().mapToInt(catalogue::item).toArray(),
              question.query()));
    }
    if (cases.isEmpty()) {
      throw invalid(
          data,
          "no question is left: the test part asks about no known products ("
              + split.train().size()
              + " baskets to learn from, "
              + split.products().size()
              + " products)");
    }
    return new EvaluationTask(protocol, data, seed, catalogue, training, cases, now, metrics);
  }

  /**
   * Hides one of the SKUs of a basket.
   *
   * @param skus at least two
   */
  static Question hideOne(List<String> skus, Random random) {
    int hidden = random.nextInt(skus.size());
    List<String> rest = new ArrayList<>(skus);
    String wanted = rest.remove(hidden);
    return new Question(rest, List.of(wanted));
  }

  private static PannierException invalid(DataSource data, String why) {
    return new PannierException(
        StandardErrorCode.DATA_INVALID,
        data.path()
            + ": "
            + why
            + ". Expected "
            + data.format().expected()
            + ", with enough baskets for a training and a test part.");
  }
}
