package io.pannier.laboratory.evaluation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pannier.laboratory.metrics.Estimate;
import io.pannier.laboratory.metrics.RankMetric;
import java.util.List;

/**
 * The same evaluation with several seeds: how much of a figure is chance. A metric's value for a
 * seed is its mean over that seed's cases; mean and standard error here are over the seeds.
 *
 * @param results one for each seed, of the same strategies in the same metrics
 */
public record SeedSummary(List<EvaluationResult> results) {
  /**
   * @throws IllegalArgumentException without a result
   */
  public SeedSummary {
    results = List.copyOf(results);
    if (results.isEmpty()) {
      throw new IllegalArgumentException("no results");
    }
  }

  /** The evaluation with the first seed. */
  public EvaluationResult first() {
    return results.getFirst();
  }

  public List<Long> seeds() {
    return results.stream().map(result -> result.task().seed()).toList();
  }

  /** The values of a metric of a strategy, by seed. */
  public double[] values(int strategy, int metric) {
    return results.stream()
        .mapToDouble(result -> result.strategies().get(strategy).estimates().get(metric).mean())
        .toArray();
  }

  /** Mean over the seeds and its standard error, 0 for a single seed. */
  public Estimate estimate(int strategy, int metric) {
    return Estimate.of(values(strategy, metric));
  }

  /**
   * As JSON: {@code {"values":[seed…],"strategies":[{"name","metrics","standardError","bySeed"}]}}.
   */
  public ObjectNode toJson() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode seeds = node.putArray("values");
    seeds().forEach(seeds::add);
    ArrayNode strategies = node.putArray("strategies");
    List<RankMetric> metrics = first().task().metrics();
    for (int s = 0; s < first().strategies().size(); s++) {
      ObjectNode strategy = strategies.addObject().put("name", first().strategies().get(s).name());
      ObjectNode means = strategy.putObject("metrics");
      ObjectNode errors = strategy.putObject("standardError");
      ObjectNode bySeed = strategy.putObject("bySeed");
      for (int m = 0; m < metrics.size(); m++) {
        Estimate estimate = estimate(s, m);
        means.put(metrics.get(m).name(), estimate.mean());
        errors.put(metrics.get(m).name(), estimate.standardError());
        ArrayNode each = bySeed.putArray(metrics.get(m).name());
        for (double value : values(s, m)) {
          each.add(value);
        }
      }
    }
    return node;
  }
}
