package io.pannier.plugins.itemknn;

/**
 * A natural logarithm for matrices of lifts, several times as fast as {@link Math#log}: exponent
 * and mantissa are taken apart, the mantissa's logarithm comes from a table, and two terms of the
 * series around the table's point make up for the rest. The absolute error is below 1e-8.
 */
final class Logarithm {
  private static final int BITS = 9;
  private static final int SIZE = 1 << BITS;
  private static final long MANTISSA = (1L << 52) - 1;
  private static final long ONE = 0x3FF0_0000_0000_0000L;
  private static final double LN_2 = Math.log(2);
  private static final double[] LOGS = new double[SIZE];
  private static final double[] INVERSES = new double[SIZE];

  static {
    for (int i = 0; i < SIZE; i++) {
      double middle = 1 + (i + 0.5) / SIZE;
      LOGS[i] = Math.log(middle);
      INVERSES[i] = 1 / middle;
    }
  }

  private Logarithm() {}

  /**
   * @param value positive, finite and normal
   */
  static double of(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> 52) - 1023;
    int entry = (int) (bits >>> (52 - BITS)) & (SIZE - 1);
    double mantissa = Double.longBitsToDouble((bits & MANTISSA) | ONE);
    double rest = mantissa * INVERSES[entry] - 1;
    return exponent * LN_2 + LOGS[entry] + rest - rest * rest * 0.5;
  }
}
