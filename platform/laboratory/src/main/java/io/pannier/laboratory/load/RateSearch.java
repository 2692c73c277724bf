package io.pannier.laboratory.load;

import java.util.function.DoublePredicate;

/** Finds the highest rate that holds, by doubling or halving and then by bisection. */
public final class RateSearch {
  private final double ceiling;
  private final double tolerance;

  /**
   * @param ceiling no higher rate is tried
   * @param tolerance the search ends when the bounds are this close, as a share of the lower one
   */
  public RateSearch(double ceiling, double tolerance) {
    if (!(ceiling >= 1) || !(tolerance > 0)) {
      throw new IllegalArgumentException("ceiling must be at least 1, tolerance above 0");
    }
    this.ceiling = ceiling;
    this.tolerance = tolerance;
  }

  /**
   * The highest rate that was seen to hold; 0 if not even one a second does.
   *
   * @param start the first rate tried
   * @param holds runs a trial
   */
  public double highest(double start, DoublePredicate holds) {
    double held = 0;
    double failed = Double.POSITIVE_INFINITY;
    double rate = Math.min(start, ceiling);
    while (held == 0 || Double.isInfinite(failed)) {
      if (holds.test(rate)) {
        held = rate;
        if (rate >= ceiling) {
          return held;
        }
        rate = Double.isInfinite(failed) ? Math.min(ceiling, rate * 2) : rate;
      } else {
        failed = rate;
        if (rate <= 1) {
          return 0;
        }
        rate = held == 0 ? Math.max(1, rate / 2) : rate;
      }
    }
    while (failed / held - 1 > tolerance) {
      double middle = Math.sqrt(held * failed);
      if (holds.test(middle)) {
        held = middle;
      } else {
        failed = middle;
      }
    }
    return held;
  }
}
