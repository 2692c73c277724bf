package io.pannier.plugins.ppo;

import java.util.Arrays;

/** The weights of a sum of terms. */
final class Weights implements Trainable {
  private final double[] parameters;
  private final double[] gradient;

  Weights(double[] initial) {
    parameters = initial.clone();
    gradient = new double[initial.length];
  }

  @Override
  public double[] parameters() {
    return parameters;
  }

  @Override
  public double[] gradient() {
    return gradient;
  }

  @Override
  public void clearGradient() {
    Arrays.fill(gradient, 0);
  }

  /** Σ weight × term over the terms from {@code at} on. */
  double sum(double[] terms, int at) {
    double sum = 0;
    for (int w = 0; w < parameters.length; w++) {
      sum += parameters[w] * terms[at + w];
    }
    return sum;
  }

  /** Adds {@code slope ×} term to the gradient. */
  void addGradient(double slope, double[] terms, int at) {
    for (int w = 0; w < gradient.length; w++) {
      gradient[w] += slope * terms[at + w];
    }
  }
}
