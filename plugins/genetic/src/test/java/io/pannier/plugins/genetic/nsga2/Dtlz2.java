package io.pannier.plugins.genetic.nsga2;

/** DTLZ2 with three objectives and twelve variables (Deb, Thiele, Laumanns, Zitzler 2002). */
final class Dtlz2 extends ContinuousProblem {
  Dtlz2() {
    super(12, 3);
  }

  @Override
  double low(int variable) {
    return 0;
  }

  @Override
  double high(int variable) {
    return 1;
  }

  @Override
  public void evaluate(double[] x, int genome, double[] out, int offset) {
    double g = 0;
    for (int a = 2; a < 12; a++) {
      double distance = x[genome + a] - 0.5;
      g += distance * distance;
    }
    double one = x[genome] * 0.5 * Math.PI;
    double two = x[genome + 1] * 0.5 * Math.PI;
    out[offset] = (1 + g) * Math.cos(one) * Math.cos(two);
    out[offset + 1] = (1 + g) * Math.cos(one) * Math.sin(two);
    out[offset + 2] = (1 + g) * Math.sin(one);
  }
}
