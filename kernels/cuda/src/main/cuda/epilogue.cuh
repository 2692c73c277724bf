// What happens to a product before it is written, in this order: bias, activation, residual, layer norm.
#pragma once
#include "device.cuh"

enum Activation { ACTIVATION_NONE = 0, ACTIVATION_GELU = 1, ACTIVATION_SILU = 2 };

DEVICE float sigmoid(float x) { return 1.0f / (1.0f + expf(-x)); }

// GELU in the tanh form of Hendrycks and Gimpel, 2016, written with a sigmoid: tanh(z) = 2·sigmoid(2z) − 1.
DEVICE float gelu(float x) {
  const float rootOfTwoOverPi = 0.7978845608028654f;
  float z = rootOfTwoOverPi * (x + 0.044715f * x * x * x);
  return x * sigmoid(2.0f * z);
}

DEVICE float activated(float x, int activation) {
  if (activation == ACTIVATION_GELU) return gelu(x);
  if (activation == ACTIVATION_SILU) return x * sigmoid(x);
  return x;
}

struct Epilogue {
  const float* bias;  // (columns) or null
  int activation;
  const float* residual;  // (rows, columns) or null
  int residualStride;

  DEVICE float apply(float sum, int row, int column) const {
    if (bias != nullptr) sum += bias[column];
    sum = activated(sum, activation);
    if (residual != nullptr) sum += residual[size_t(row) * residualStride + column];
    return sum;
  }
};
