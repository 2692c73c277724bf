package io.pannier.kernels.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.kernels.api.Rows;

/**
 * The bound that every result is held to: the largest error against float64 is at most twice that
 * of naive loops in fp32, plus a floor of a few units in the last place of the largest value.
 */
public final class Closeness {
  private static final double FLOOR = 1e-6;

  private Closeness() {}

  /**
   * @param what the case, for the message
   * @param exact dense rows in float64
   * @param naive the same in fp32
   */
  public static void check(
      String what, Rows actual, int rows, int width, double[] exact, double[] naive) {
    double largest = 0;
    double allowed = 0;
    double worst = 0;
    for (int i = 0; i < rows * width; i++) {
      largest = Math.max(largest, Math.abs(exact[i]));
      allowed = Math.max(allowed, Math.abs(naive[i] - exact[i]));
      double error = Math.abs(Reference.at(actual, i / width, i % width) - exact[i]);
      // NaN must not pass for small.
      worst = error >= 0 ? Math.max(worst, error) : Double.POSITIVE_INFINITY;
    }
    assertThat(worst)
        .as("largest error of %s, whose largest value is %s", what, largest)
        .isLessThanOrEqualTo(2 * allowed + FLOOR * Math.max(largest, 1e-3));
  }
}
