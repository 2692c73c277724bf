package io.pannier.plugins.ppo;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A network of two hidden layers of tanh and a linear output, with its gradient.
 *
 * <p>Parameters lie in one array, so that an optimiser sees one vector: for each layer the weights,
 * row-major (inputs, outputs), then the biases. In this order both the forward product and the
 * weights' gradient are sums of rows, which the compiler vectorises.
 *
 * <pre>{@code
 * h₁ = tanh(x W₁ + b₁)   h₂ = tanh(h₁ W₂ + b₂)   y = h₂ W₃ + b₃
 * ∂W₃ = h₂ᵀ ∂y   ∂h₂ = ∂y W₃ᵀ   ∂z₂ = ∂h₂ (1 − h₂²)   and so on backwards
 * }</pre>
 *
 * Holds the activations of the last {@link #forward}: one instance for one thread.
 */
final class Mlp implements Trainable {
  private static final int LAYERS = 3;

  private final int[] widths;
  private final int[] offsets = new int[LAYERS];
  private final double[] parameters;
  private final double[] gradient;
  private final double[][] activations = new double[LAYERS + 1][];
  private final double[][] deltas = new double[LAYERS + 1][];

  /**
   * A network with orthogonal weights (Saxe et al. 2014) and zero biases: gain √2 in the hidden
   * layers.
   *
   * @param outputGain of the output layer; small for a policy, so that it starts near uniform
   */
  Mlp(int inputs, int hidden, int outputs, double outputGain, RandomGenerator random) {
    widths = new int[] {inputs, hidden, hidden, outputs};
    int size = 0;
    for (int layer = 0; layer < LAYERS; layer++) {
      offsets[layer] = size;
      size += (widths[layer] + 1) * widths[layer + 1];
    }
    parameters = new double[size];
    gradient = new double[size];
    for (int layer = 0; layer < LAYERS; layer++) {
      double gain = layer == LAYERS - 1 ? outputGain : Math.sqrt(2);
      double[] weights = Orthogonal.matrix(widths[layer], widths[layer + 1], gain, random);
      System.arraycopy(weights, 0, parameters, offsets[layer], weights.length);
    }
    for (int layer = 0; layer <= LAYERS; layer++) {
      activations[layer] = new double[widths[layer]];
      deltas[layer] = new double[widths[layer]];
    }
  }

  int inputs() {
    return widths[0];
  }

  int outputs() {
    return widths[LAYERS];
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

  /**
   * Computes the output.
   *
   * @param input holds the network's inputs from {@code from} on
   * @return the outputs; overwritten by the next call
   */
  double[] forward(double[] input, int from) {
    System.arraycopy(input, from, activations[0], 0, widths[0]);
    for (int layer = 0; layer < LAYERS; layer++) {
      double[] in = activations[layer];
      double[] out = activations[layer + 1];
      int rows = widths[layer];
      int columns = widths[layer + 1];
      int at = offsets[layer];
      System.arraycopy(parameters, at + rows * columns, out, 0, columns);
      for (int i = 0; i < rows; i++, at += columns) {
        double x = in[i];
        for (int o = 0; o < columns; o++) {
          out[o] += x * parameters[at + o];
        }
      }
      if (layer < LAYERS - 1) {
        for (int o = 0; o < columns; o++) {
          // Strict, so that a propensity has the same bits on every processor.
          out[o] = StrictMath.tanh(out[o]);
        }
      }
    }
    return activations[LAYERS];
  }

  /**
   * Adds the gradient of Σ outputGradient × output at the last input.
   *
   * @param outputGradient of length {@link #outputs}
   */
  void backward(double[] outputGradient) {
    System.arraycopy(outputGradient, 0, deltas[LAYERS], 0, widths[LAYERS]);
    for (int layer = LAYERS - 1; layer >= 0; layer--) {
      double[] in = activations[layer];
      double[] delta = deltas[layer + 1];
      double[] before = deltas[layer];
      int rows = widths[layer];
      int columns = widths[layer + 1];
      int at = offsets[layer];
      int biases = at + rows * columns;
      for (int o = 0; o < columns; o++) {
        gradient[biases + o] += delta[o];
      }
      for (int i = 0; i < rows; i++, at += columns) {
        double x = in[i];
        for (int o = 0; o < columns; o++) {
          gradient[at + o] += x * delta[o];
        }
        if (layer > 0) {
          before[i] = dot(at, delta, columns) * (1 - x * x);
        }
      }
    }
  }

  /** Four sums, since the order of one sum would forbid the processor to overlap its additions. */
  private double dot(int at, double[] delta, int columns) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int o = 0;
    for (; o <= columns - 4; o += 4) {
      a += parameters[at + o] * delta[o];
      b += parameters[at + o + 1] * delta[o + 1];
      c += parameters[at + o + 2] * delta[o + 2];
      d += parameters[at + o + 3] * delta[o + 3];
    }
    for (; o < columns; o++) {
      a += parameters[at + o] * delta[o];
    }
    return a + b + (c + d);
  }
}
