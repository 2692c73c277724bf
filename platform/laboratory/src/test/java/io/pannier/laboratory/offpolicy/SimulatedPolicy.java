package io.pannier.laboratory.offpolicy;

import java.util.SplittableRandom;

/**
 * A world of a few kinds of shoppers and actions whose click rates are known, and the policies in
 * it: softmax over what each knows, at a temperature of its own.
 */
record SimulatedPolicy(double[][] probabilities) {
  static final int KINDS = 5;
  static final int ACTIONS = 10;

  /** Click rates, (KINDS, ACTIONS). */
  static double[][] rates(double mean, double spread, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] rates = new double[KINDS][ACTIONS];
    for (double[] row : rates) {
      for (int a = 0; a < ACTIONS; a++) {
        row[a] = mean * (1 + spread * (2 * random.nextDouble() - 1));
      }
    }
    return rates;
  }

  /** exp(sharpness × (preference of the action)), normalised; preferences are seeded noise. */
  static SimulatedPolicy arbitrary(double sharpness, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] preference = new double[KINDS][ACTIONS];
    for (double[] row : preference) {
      for (int a = 0; a < ACTIONS; a++) {
        row[a] = sharpness * (2 * random.nextDouble() - 1);
      }
    }
    return softmax(preference);
  }

  /** As {@code base}, moved towards the better actions (negative: the worse ones). */
  SimulatedPolicy improved(double[][] rates, double strength) {
    double[][] logits = new double[KINDS][ACTIONS];
    for (int k = 0; k < KINDS; k++) {
      double mean = 0;
      for (double rate : rates[k]) {
        mean += rate / ACTIONS;
      }
      for (int a = 0; a < ACTIONS; a++) {
        logits[k][a] = Math.log(probabilities[k][a]) + strength * (rates[k][a] / mean - 1);
      }
    }
    return softmax(logits);
  }

  private static SimulatedPolicy softmax(double[][] logits) {
    double[][] p = new double[KINDS][ACTIONS];
    for (int k = 0; k < KINDS; k++) {
      double sum = 0;
      for (int a = 0; a < ACTIONS; a++) {
        p[k][a] = Math.exp(logits[k][a]);
        sum += p[k][a];
      }
      for (int a = 0; a < ACTIONS; a++) {
        p[k][a] /= sum;
      }
    }
    return new SimulatedPolicy(p);
  }

  /** The true mean reward; kinds of shoppers are equally frequent. */
  double value(double[][] rates) {
    double value = 0;
    for (int k = 0; k < KINDS; k++) {
      value += expected(rates, k) / KINDS;
    }
    return value;
  }

  double expected(double[][] rates, int kind) {
    double value = 0;
    for (int a = 0; a < ACTIONS; a++) {
      value += probabilities[kind][a] * rates[kind][a];
    }
    return value;
  }

  int draw(int kind, SplittableRandom random) {
    double u = random.nextDouble();
    int a = 0;
    while (a < ACTIONS - 1 && u >= probabilities[kind][a]) {
      u -= probabilities[kind][a];
      a++;
    }
    return a;
  }
}
