package io.pannier.laboratory.metrics;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Percentile intervals of the mean difference between two strategies that answered the same cases:
 * Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13. Cases are drawn with
 * replacement, and each draw takes both strategies' values of a case together; what makes a case
 * hard for both cancels out.
 */
public final class PairedBootstrap {
  private final int replicates;
  private final double level;
  private final long seed;

  /**
   * An interval.
   *
   * @param difference mean of a − b
   * @param low lower end
   * @param high upper end
   */
  public record Interval(double difference, double low, double high) {
    /** True when 0 lies outside: the strategies differ at the interval's level. */
    public boolean decided() {
      return low > 0 || high < 0;
    }
  }

  /**
   * @param replicates how often cases are drawn anew, ≥ 100
   * @param level of the interval, for example 0.95
   */
  public PairedBootstrap(int replicates, double level, long seed) {
    if (replicates < 100 || !(level > 0 && level < 1)) {
      throw new IllegalArgumentException("expected ≥ 100 replicates and a level within 0 and 1");
    }
    this.replicates = replicates;
    this.level = level;
    this.seed = seed;
  }

  public int replicates() {
    return replicates;
  }

  public double level() {
    return level;
  }

  /**
   * The same draws for every pair of the same number of cases.
   *
   * @param a values of the first strategy by case, at least one
   * @param b values of the second, same length
   */
  public Interval interval(double[] a, double[] b) {
    int n = a.length;
    if (n == 0 || b.length != n) {
      throw new IllegalArgumentException("expected as many values, got " + n + ", " + b.length);
    }
    double[] differences = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      differences[i] = a[i] - b[i];
      sum += differences[i];
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] means = new double[replicates];
    for (int r = 0; r < replicates; r++) {
      double drawn = 0;
      for (int i = 0; i < n; i++) {
        drawn += differences[random.nextInt(n)];
      }
      means[r] = drawn / n;
    }
    Arrays.sort(means);
    double tail = (1 - level) / 2;
    return new Interval(sum / n, quantile(means, tail), quantile(means, 1 - tail));
  }

  /** Between the two nearest order statistics. */
  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
