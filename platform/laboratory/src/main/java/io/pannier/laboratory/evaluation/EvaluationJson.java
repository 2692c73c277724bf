package io.pannier.laboratory.evaluation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pannier.laboratory.evaluation.EvaluationResult.Comparison;
import io.pannier.laboratory.metrics.Estimate;
import io.pannier.laboratory.metrics.RankMetric;
import io.pannier.laboratory.protocol.EvaluationTask;
import java.util.List;

/** The outcome of an evaluation as JSON. */
public final class EvaluationJson {
  private EvaluationJson() {}

  public static ObjectNode of(EvaluationResult result) {
    EvaluationTask task = result.task();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("protocol", task.protocol());
    node.put("data", task.data().path().toString());
    node.put("format", task.data().format().word());
    ObjectNode sha256 = node.putObject("sha256");
    result.checksums().forEach(sha256::put);
    node.put("seed", task.seed());
    node.put("cases", task.cases().size());
    node.put("items", task.catalogue().size());
    node.put("trainingOrders", task.training().size());
    node.put("trainingObservations", task.observations());
    ArrayNode strategies = node.putArray("strategies");
    result.strategies().forEach(strategy -> write(strategy, task.metrics(), strategies));
    node.putObject("bootstrap")
        .put("level", result.bootstrap().level())
        .put("replicates", result.bootstrap().replicates());
    ArrayNode comparisons = node.putArray("comparisons");
    result.comparisons().forEach(comparison -> write(comparison, result, comparisons));
    return node;
  }

  private static void write(StrategyResult strategy, List<RankMetric> metrics, ArrayNode to) {
    ObjectNode node = to.addObject().put("name", strategy.name()).put("id", strategy.id());
    ObjectNode means = node.putObject("metrics");
    ObjectNode errors = node.putObject("standardError");
    List<Estimate> estimates = strategy.estimates();
    for (int m = 0; m < metrics.size(); m++) {
      means.put(metrics.get(m).name(), estimates.get(m).mean());
      errors.put(metrics.get(m).name(), estimates.get(m).standardError());
    }
    node.put("answered", strategy.answered());
    node.put("trainSeconds", strategy.trainSeconds());
    node.put("scoreSeconds", strategy.scoreSeconds());
  }

  private static void write(Comparison comparison, EvaluationResult result, ArrayNode to) {
    to.addObject()
        .put("first", result.strategies().get(comparison.first()).name())
        .put("second", result.strategies().get(comparison.second()).name())
        .put("metric", result.task().metrics().get(comparison.metric()).name())
        .put("difference", comparison.interval().difference())
        .put("low", comparison.interval().low())
        .put("high", comparison.interval().high());
  }
}
