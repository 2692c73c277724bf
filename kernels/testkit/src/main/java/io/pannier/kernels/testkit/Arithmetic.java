package io.pannier.kernels.testkit;

/** The precision of a naive reference: every single result is rounded to it. */
public enum Arithmetic {
  /** What is true. */
  FLOAT64,
  /** What plain fp32 loops would give: the error that a kernel is allowed twice. */
  FLOAT32;

  double round(double value) {
    return this == FLOAT64 ? value : (float) value;
  }

  double plus(double a, double b) {
    return round(a + b);
  }

  double times(double a, double b) {
    return round(a * b);
  }

  double exp(double a) {
    return round(Math.exp(a));
  }

  double sigmoid(double a) {
    return round(1 / plus(1, exp(-a)));
  }
}
