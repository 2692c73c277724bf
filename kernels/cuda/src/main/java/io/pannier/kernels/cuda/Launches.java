package io.pannier.kernels.cuda;

import io.pannier.kernels.api.Activation;
import io.pannier.kernels.api.ComposerSpec;

/** The launches that encoder and decoder have in common, on operands that lie on the device. */
final class Launches {
  private static final int PRODUCT_TILE = 64;

  private final CudaDriver.Stream stream;
  private final KernelFunction multiply;
  private final KernelFunction layerNorm;
  private final KernelFunction embed;
  private final KernelFunction gather;

  Launches(Lane lane) {
    stream = lane.stream();
    multiply = lane.function("multiply_fp32");
    layerNorm = lane.function("layer_norm");
    embed = lane.function("embed_rows");
    gather = lane.function("gather_rows");
  }

  CudaDriver.Stream stream() {
    return stream;
  }

  /**
   * c = activation(a · matrix + bias) + residual, all of them fp32 rows.
   *
   * @param residual with the stride of {@code c}; 0 for none
   */
  void linear(
      ComposerWeights.Linear linear,
      int rows,
      long a,
      int aStride,
      Activation activation,
      long residual,
      long c,
      int cStride) {
    DeviceArray matrix = linear.matrix();
    multiply.with(a, aStride).with(matrix.address(), matrix.stride());
    multiply.with(rows).with(matrix.width()).with(matrix.rows());
    multiply.with(linear.bias().address()).with(activation.ordinal());
    multiply.with(residual, cStride).with(c, cStride);
    int columns = Lane.blocks(matrix.width(), PRODUCT_TILE);
    multiply.launch(stream, columns, Lane.blocks(rows, PRODUCT_TILE), 1, Lane.BLOCK, 0);
  }

  /** Layer norm of rows with the model's epsilon. */
  void norm(ComposerWeights.Norm norm, int rows, int width, long in, long out, int stride) {
    layerNorm.with(in, stride).with(rows).with(width);
    layerNorm.with(norm.weight().address()).with(norm.bias().address());
    layerNorm.with(ComposerSpec.NORM_EPSILON).with(out, stride);
    layerNorm.launch(stream, perRow(rows), 1, 1, Lane.BLOCK, 0);
  }

  /** The sum of the looked-up rows of up to five tables; 0 for the numbers of one left out. */
  void embed(DeviceArray[] tables, long[] ids, int count, int width, long out, int stride) {
    for (int t = 0; t < tables.length; t++) {
      embed.with(ids[t] == 0 ? 0 : tables[t].address()).with(ids[t]);
    }
    embed.with(stride).with(count).with(width).with(out, stride);
    embed.launch(stream, perRow(count), 1, 1, Lane.BLOCK, 0);
  }

  /** Rows by number, zeros for −1. */
  void gather(long table, long ids, int count, int width, long out, int stride) {
    gather.with(table, stride).with(ids).with(count).with(width).with(0).with(out, stride);
    gather.launch(stream, perRow(count), 1, 1, Lane.BLOCK, 0);
  }

  private static int perRow(int rows) {
    return Lane.blocks(rows, Lane.ROWS_PER_BLOCK);
  }
}
