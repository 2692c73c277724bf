package io.pannier.plugins.genetic.nsga2;

/** ZDT1 to 4 and 6 (Zitzler, Deb, Thiele 2000). */
final class Zdt extends ContinuousProblem {
  private final int number;

  Zdt(int number) {
    super(number == 4 || number == 6 ? 10 : 30, 2);
    this.number = number;
  }

  @Override
  double low(int variable) {
    return number == 4 && variable > 0 ? -5 : 0;
  }

  @Override
  double high(int variable) {
    return number == 4 && variable > 0 ? 5 : 1;
  }

  @Override
  public void evaluate(double[] x, int genome, double[] out, int offset) {
    int n = genes();
    double first = x[genome];
    double sum = 0;
    for (int a = 1; a < n; a++) {
      double value = x[genome + a];
      sum += number == 4 ? value * value - 10 * Math.cos(4 * Math.PI * value) : value;
    }
    double f1 =
        number == 6 ? 1 - Math.exp(-4 * first) * Math.pow(Math.sin(6 * Math.PI * first), 6) : first;
    double g =
        switch (number) {
          case 4 -> 1 + 10 * (n - 1) + sum;
          case 6 -> 1 + 9 * Math.pow(sum / (n - 1), 0.25);
          default -> 1 + 9 * sum / (n - 1);
        };
    double ratio = f1 / g;
    double h =
        switch (number) {
          case 1, 4 -> 1 - Math.sqrt(ratio);
          case 3 -> 1 - Math.sqrt(ratio) - ratio * Math.sin(10 * Math.PI * f1);
          default -> 1 - ratio * ratio;
        };
    out[offset] = f1;
    out[offset + 1] = g * h;
  }
}
