package io.pannier.plugins.itemknn;

/** Powers and roots for the p-norm, quick where p is 1 or 2. */
final class Sharpness {
  private Sharpness() {}

  static float raise(float value, double p) {
    if (p == 1) {
      return value;
    }
    return p == 2 ? value * value : (float) Math.pow(value, p);
  }

  static float root(float value, double p) {
    if (p == 1) {
      return value;
    }
    return p == 2 ? (float) Math.sqrt(value) : (float) Math.pow(value, 1 / p);
  }
}
