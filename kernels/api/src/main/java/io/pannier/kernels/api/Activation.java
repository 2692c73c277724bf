package io.pannier.kernels.api;

/** Element-wise functions of an epilogue. */
public enum Activation {
  NONE,
  /** x · sigmoid(2z), z = √(2/π) · (x + 0.044715 x³): GELU in its tanh form (Hendrycks, 2016). */
  GELU,
  /** x · sigmoid(x). */
  SILU
}
