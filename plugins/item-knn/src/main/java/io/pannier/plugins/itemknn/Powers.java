package io.pannier.plugins.itemknn;

import java.util.Arrays;

/** A power of whole numbers ≥ 0, looked up where they are small. Not thread-safe. */
final class Powers {
  private static final int MOST = 1 << 16;

  private final double exponent;
  private float[] table = new float[0];

  Powers(double exponent) {
    this.exponent = exponent;
  }

  double of(int value) {
    if (value < table.length) {
      return table[value];
    }
    if (value >= MOST) {
      return Math.pow(value, exponent);
    }
    int from = table.length;
    table = Arrays.copyOf(table, Math.min(MOST, Math.max(256, 2 * value + 1)));
    for (int i = from; i < table.length; i++) {
      table[i] = (float) Math.pow(i, exponent);
    }
    return table[value];
  }
}
