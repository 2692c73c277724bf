package io.pannier.kernels.model;

import io.pannier.kernels.api.Activation;
import io.pannier.kernels.api.Epilogue;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.PackedMatrix;
import io.pannier.kernels.api.Rows;

/** A linear layer, {@code x · weightᵀ + bias}, with its weight prepared for one backend. */
final class Linear {
  private final PackedMatrix weight;
  private final Epilogue plain;
  private final Epilogue activated;

  /**
   * @param weight already transposed to (in, out)
   * @param bias (out)
   */
  Linear(PackedMatrix weight, float[] bias) {
    this.weight = weight;
    this.plain = Epilogue.bias(bias);
    this.activated = plain.then(Activation.GELU);
  }

  /**
   * @param in (rows, in)
   * @param out (rows, out)
   */
  void apply(Kernels kernels, Rows in, int rows, Rows out) {
    kernels.multiply(in, rows, weight, plain, out);
  }

  /** Applies the layer and GELU. */
  void applyGelu(Kernels kernels, Rows in, int rows, Rows out) {
    kernels.multiply(in, rows, weight, activated, out);
  }

  /** Adds what the layer gives to {@code sum}. */
  void addTo(Kernels kernels, Rows in, int rows, Rows sum) {
    kernels.multiply(in, rows, weight, plain.plus(sum), sum);
  }
}
