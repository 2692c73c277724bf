package io.pannier.kernels.api;

import org.jspecify.annotations.Nullable;

/**
 * What happens to a matrix product before it is written, in this order: bias, activation, residual,
 * layer norm. Each is optional.
 *
 * @param bias (N), added to each row; shared with the caller and never changed
 * @param residual (rows, N), added after the activation; may be the output itself
 * @param norm over each row of N
 */
public record Epilogue(
    float @Nullable [] bias,
    Activation activation,
    @Nullable Rows residual,
    @Nullable LayerNorm norm) {
  public static final Epilogue NONE = new Epilogue(null, Activation.NONE, null, null);

  public static Epilogue bias(float[] bias) {
    return new Epilogue(bias, Activation.NONE, null, null);
  }

  public Epilogue then(Activation next) {
    return new Epilogue(bias, next, residual, norm);
  }

  public Epilogue plus(Rows addend) {
    return new Epilogue(bias, activation, addend, norm);
  }

  public Epilogue normalised(LayerNorm last) {
    return new Epilogue(bias, activation, residual, last);
  }
}
