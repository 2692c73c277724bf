package io.pannier.laboratory.metrics;

/**
 * The mean of a metric over cases.
 *
 * @param mean over the cases
 * @param standardError of that mean: sample standard deviation over √n; 0 for a single case
 */
public record Estimate(double mean, double standardError) {
  /**
   * @param values one for each case, at least one
   */
  public static Estimate of(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    int n = values.length;
    return new Estimate(mean, n == 1 ? 0 : Math.sqrt(squares / (n - 1) / n));
  }
}
