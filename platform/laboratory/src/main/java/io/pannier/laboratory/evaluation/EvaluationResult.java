package io.pannier.laboratory.evaluation;

import io.pannier.laboratory.metrics.PairedBootstrap;
import io.pannier.laboratory.metrics.PairedBootstrap.Interval;
import io.pannier.laboratory.protocol.EvaluationTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The outcome of an evaluation.
 *
 * @param checksums SHA-256 of each file that was read, by name
 * @param strategies in the order in which they were named
 * @param comparisons of each pair in each metric
 * @param bootstrap how the intervals were made
 */
public record EvaluationResult(
    EvaluationTask task,
    Map<String, String> checksums,
    List<StrategyResult> strategies,
    List<Comparison> comparisons,
    PairedBootstrap bootstrap) {
  private static final int REPLICATES = 2_000;
  private static final double LEVEL = 0.95;

  public EvaluationResult {
    strategies = List.copyOf(strategies);
    comparisons = List.copyOf(comparisons);
  }

  /**
   * Two strategies in one metric.
   *
   * @param first index of the strategy from which the other is subtracted
   * @param second index of the other one
   * @param metric index of the metric
   */
  public record Comparison(int first, int second, int metric, Interval interval) {}

  static EvaluationResult of(EvaluationTask task, List<StrategyResult> strategies) {
    PairedBootstrap bootstrap = new PairedBootstrap(REPLICATES, LEVEL, task.seed());
    List<Comparison> comparisons = new ArrayList<>();
    for (int a = 0; a < strategies.size(); a++) {
      for (int b = a + 1; b < strategies.size(); b++) {
        for (int m = 0; m < task.metrics().size(); m++) {
          comparisons.add(
              new Comparison(
                  a,
                  b,
                  m,
                  bootstrap.interval(
                      strategies.get(a).values()[m], strategies.get(b).values()[m])));
        }
      }
    }
    return new EvaluationResult(task, task.data().checksums(), strategies, comparisons, bootstrap);
  }
}
