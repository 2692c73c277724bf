package io.pannier.laboratory.offpolicy;

/**
 * Moments of n numbers.
 *
 * @param count n ≥ 1
 * @param deviation s with the divisor n − 1; 0 for n = 1
 * @param skewness third central moment over the 3/2 power of the second; 0 where that is 0
 */
record Moments(int count, double mean, double deviation, double skewness, double min, double max) {
  static Moments of(double[] values) {
    int n = values.length;
    double sum = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      sum += value;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    double mean = sum / n;
    if (min == max) {
      return new Moments(n, min, 0, 0, min, max);
    }
    double second = 0;
    double third = 0;
    for (double value : values) {
      double d = value - mean;
      second += d * d;
      third += d * d * d;
    }
    double variance = second / n;
    return new Moments(
        n,
        mean,
        Math.sqrt(second / (n - 1)),
        third / n / (variance * Math.sqrt(variance)),
        min,
        max);
  }

  double standardError() {
    return deviation / Math.sqrt(count);
  }
}
