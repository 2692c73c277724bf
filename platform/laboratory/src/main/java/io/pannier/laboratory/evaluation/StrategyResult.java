package io.pannier.laboratory.evaluation;

import io.pannier.laboratory.metrics.Estimate;
import io.pannier.laboratory.metrics.RankMetric;
import java.util.ArrayList;
import java.util.List;

/**
 * How one strategy did.
 *
 * @param name the strategy's name
 * @param id {@code name@version}
 * @param values of each metric, in the order of the task's, by case
 * @param answered share of the cases in which the strategy named any product
 * @param trainSeconds of learning and training
 * @param scoreSeconds of scoring all cases
 */
public record StrategyResult(
    String name,
    String id,
    double[][] values,
    double answered,
    double trainSeconds,
    double scoreSeconds) {
  /** Mean and standard error of each metric. */
  public List<Estimate> estimates() {
    List<Estimate> estimates = new ArrayList<>(values.length);
    for (double[] ofCases : values) {
      estimates.add(Estimate.of(ofCases));
    }
    return estimates;
  }

  /** The values of each metric by case, for {@link RankMetric}s in the order of the task. */
  static double[][] table(List<RankMetric> metrics, List<double[]> ranks) {
    double[][] values = new double[metrics.size()][ranks.size()];
    for (int m = 0; m < values.length; m++) {
      for (int c = 0; c < values[m].length; c++) {
        values[m][c] = metrics.get(m).of(ranks.get(c));
      }
    }
    return values;
  }
}
