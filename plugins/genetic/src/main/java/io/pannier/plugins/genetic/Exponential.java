package io.pannier.plugins.genetic;

/**
 * e^x to a relative error below 1e-11 for |x| ≤ 700, in plain arithmetic: the same bits on every
 * processor, and small enough to be inlined into the scan.
 *
 * <p>x = (k + i / 32) ln 2 + r with |r| ≤ ln 2 / 64; then e^x = 2^k · 2^(i/32) · e^r, with e^r from
 * its Taylor polynomial of degree four.
 */
final class Exponential {
  private static final int PARTS = 32;
  private static final double PARTS_OVER_LN2 = PARTS / 0.6931471805599453;
  private static final double LN2_OVER_PARTS = 0.6931471805599453 / PARTS;

  /** Adding it moves the rounded integer part of a small number into the low mantissa bits. */
  private static final double ROUNDER = 0x1.8p52;

  private static final double[] POWERS = new double[PARTS];

  static {
    for (int i = 0; i < PARTS; i++) {
      POWERS[i] = StrictMath.pow(2, i / (double) PARTS);
    }
  }

  private Exponential() {}

  static double of(double x) {
    double bounded = Math.max(-700, Math.min(700, x));
    double shifted = bounded * PARTS_OVER_LN2 + ROUNDER;
    int whole = (int) Double.doubleToRawLongBits(shifted);
    double r = bounded - (shifted - ROUNDER) * LN2_OVER_PARTS;
    double polynomial = 1 + r * (1 + r * (0.5 + r * (1.0 / 6 + r * (1.0 / 24))));
    double power = Double.longBitsToDouble((long) ((whole >> 5) + 1023) << 52);
    return POWERS[whole & PARTS - 1] * power * polynomial;
  }
}
