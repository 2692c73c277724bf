package io.pannier.kernels.bench;

import io.pannier.kernels.api.TensorSource;

/**
 * Weights that are drawn by the name of their tensor, so that every reader gets the same: around
 * one for the weights of norms, small for biases, and else such that a layer keeps the size of what
 * it reads.
 */
final class RandomWeights implements TensorSource {
  private static final double SMALL = 0.1;
  private static final double EMBEDDING = 0.5;

  @Override
  public float[] tensor(String name, int... shape) {
    int count = 1;
    for (int size : shape) {
      count *= size;
    }
    boolean weight = name.endsWith(".weight");
    boolean norm = weight && shape.length == 1;
    double deviation = EMBEDDING;
    if (name.endsWith(".bias") || norm) {
      deviation = SMALL;
    } else if (weight) {
      deviation = 1 / Math.sqrt(shape[1]);
    }
    float[] values = Samples.gaussian(name.hashCode(), count, deviation);
    for (int i = 0; norm && i < count; i++) {
      values[i] += 1;
    }
    return values;
  }
}
