package io.pannier.kernels.scalar;

import io.pannier.kernels.api.Activation;
import io.pannier.kernels.api.Epilogue;
import io.pannier.kernels.api.LayerNorm;
import io.pannier.kernels.api.Rows;

/** What follows a product, on one row in float64. */
final class ScalarEpilogue {
  private static final double GELU_SLOPE = Math.sqrt(2 / Math.PI);
  private static final double GELU_CUBE = 0.044715;

  private ScalarEpilogue() {}

  static void apply(Epilogue epilogue, int index, double[] row) {
    float[] bias = epilogue.bias();
    Rows residual = epilogue.residual();
    for (int j = 0; j < row.length; j++) {
      double value = bias == null ? row[j] : row[j] + bias[j];
      value = activate(epilogue.activation(), value);
      row[j] =
          residual == null
              ? value
              : value + residual.data()[residual.offset() + index * residual.stride() + j];
    }
    LayerNorm norm = epilogue.norm();
    if (norm != null) {
      normalise(norm, row);
    }
  }

  static double activate(Activation activation, double x) {
    return switch (activation) {
      case NONE -> x;
      case GELU -> x * sigmoid(2 * GELU_SLOPE * (x + GELU_CUBE * x * x * x));
      case SILU -> x * sigmoid(x);
    };
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  static void normalise(LayerNorm norm, double[] row) {
    double mean = 0;
    for (double value : row) {
      mean += value / row.length;
    }
    double variance = 0;
    for (double value : row) {
      variance += (value - mean) * (value - mean) / row.length;
    }
    double scale = 1 / Math.sqrt(variance + norm.epsilon());
    for (int j = 0; j < row.length; j++) {
      row[j] = (row[j] - mean) * scale * norm.weight()[j] + norm.bias()[j];
    }
  }
}
