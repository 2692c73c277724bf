package io.pannier.spitestkit;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Assertions on what random code draws. Each has a probability of failing by chance of about {@link
 * #SIGNIFICANCE}; under a scoped seed it fails always or never.
 *
 * <p>Chi-square: X² = Σ (observed − expected)² / expected, compared with the quantile by Wilson and
 * Hilferty, "The distribution of chi-square" (1931): X² ≈ k (1 − 2/(9k) + z √(2/(9k)))³.
 * Kolmogorov–Smirnov: √n · sup |F_n − F|, compared with √(−½ ln(α/2)).
 */
public final class DistributionAssert {
  /** Probability that right code fails, for each assertion. */
  public static final double SIGNIFICANCE = 1e-4;

  /** The standard normal quantile of 1 − {@link #SIGNIFICANCE}. */
  private static final double Z = 3.719016;

  /** Expected counts below it make chi-square unreliable. */
  private static final double FEWEST_EXPECTED = 5;

  private DistributionAssert() {}

  /** Runs {@code body} with a generator of that seed, and names the seed if it fails. */
  public static <T> T withSeed(long seed, Function<RandomGenerator, T> body) {
    try {
      return body.apply(new SplittableRandom(seed));
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + " (seed " + seed + ")", e);
    }
  }

  /**
   * That counts fit probabilities.
   *
   * @param counts how often each outcome was drawn
   * @param probabilities same length, summing to 1; each times the number of draws is at least 5
   */
  public static void fits(long[] counts, double[] probabilities) {
    Check.that(counts.length == probabilities.length, "counts and probabilities differ in length");
    long draws = Arrays.stream(counts).sum();
    double statistic = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = draws * probabilities[i];
      Check.that(
          expected >= FEWEST_EXPECTED,
          "outcome %d is expected %s times only; draw more often",
          i,
          expected);
      statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    double limit = chiSquareLimit(counts.length - 1);
    Check.that(
        statistic <= limit,
        "counts %s do not fit: chi-square %.2f over %.2f",
        Arrays.toString(counts),
        statistic,
        limit);
  }

  /** That all outcomes are equally likely. */
  public static void isUniform(long[] counts) {
    double[] probabilities = new double[counts.length];
    Arrays.fill(probabilities, 1.0 / counts.length);
    fits(counts, probabilities);
  }

  /**
   * That samples fit a continuous distribution.
   *
   * @param cumulative its cumulative distribution function
   */
  public static void fits(double[] samples, DoubleUnaryOperator cumulative) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    double distance = 0;
    for (int i = 0; i < sorted.length; i++) {
      double expected = cumulative.applyAsDouble(sorted[i]);
      distance = Math.max(distance, (i + 1.0) / sorted.length - expected);
      distance = Math.max(distance, expected - (double) i / sorted.length);
    }
    double statistic = Math.sqrt(sorted.length) * distance;
    double limit = Math.sqrt(-0.5 * Math.log(SIGNIFICANCE / 2));
    Check.that(
        statistic <= limit,
        "samples do not fit: Kolmogorov-Smirnov %.3f over %.3f",
        statistic,
        limit);
  }

  /** That an event of that probability happened plausibly often. */
  public static void happens(long times, long draws, double probability) {
    fits(new long[] {times, draws - times}, new double[] {probability, 1 - probability});
  }

  private static double chiSquareLimit(int degrees) {
    double spread = 2.0 / (9 * degrees);
    return degrees * Math.pow(1 - spread + Z * Math.sqrt(spread), 3);
  }
}
