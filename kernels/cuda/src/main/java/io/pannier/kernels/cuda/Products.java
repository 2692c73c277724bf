package io.pannier.kernels.cuda;

import io.pannier.kernels.api.Activation;
import io.pannier.kernels.api.Epilogue;
import io.pannier.kernels.api.LayerNorm;
import io.pannier.kernels.api.PackedMatrix;
import io.pannier.kernels.api.Requirements;
import io.pannier.kernels.api.Rows;
import org.jspecify.annotations.Nullable;

/** Matrix products in fp32 with their epilogues. */
final class Products {
  /** Rows of operands are as many elements apart as a multiple of this. */
  static final int STRIDE = 4;

  private static final int TILE = 64;
  private static final int NORM_ROWS = 16;
  private static final int MAX_NORM_WIDTH = 256;
  private static final int MAX_GRID_Y = 65_535;

  private final Lane lane;
  private final LargeProducts largeProducts;
  private final KernelFunction multiply;
  private final KernelFunction multiplyNorm;
  private final KernelFunction applyEpilogue;
  private final KernelFunction layerNorm;

  Products(Lane lane, LargeProducts largeProducts) {
    this.lane = lane;
    this.largeProducts = largeProducts;
    multiply = lane.function("multiply_fp32");
    multiplyNorm = lane.function("multiply_norm_fp32");
    applyEpilogue = lane.function("apply_epilogue");
    layerNorm = lane.function("layer_norm");
  }

  /** Elements from one row to the next where the width is so many. */
  static int stride(int width) {
    return (width + STRIDE - 1) / STRIDE * STRIDE;
  }

  PackedMatrix pack(float[] matrix, int rows, int columns) {
    Requirements.matrix("right operand", matrix, rows, columns);
    return new DeviceMatrix(
        DeviceArray.rows(lane, "a weight of " + rows + " x " + columns, matrix, rows, columns));
  }

  void multiply(Rows a, int rows, PackedMatrix packed, Epilogue epilogue, Rows c) {
    DeviceMatrix b = Requirements.own(DeviceMatrix.class, packed);
    b.array().requireUsable(lane.device());
    Requirements.multiply(a, rows, b, epilogue, c, CudaKernels.LATER);
    int n = b.columns();
    int k = b.rows();
    if (rows == 0 || n == 0) {
      return;
    }
    int aStride = stride(k);
    LayerNorm norm = epilogue.norm();
    Rows residual = epilogue.residual();
    long vector = DeviceMemory.aligned((long) n * Float.BYTES);
    boolean large = largeProducts.takes(b.array());
    int room = large ? LargeProducts.padded(rows) : rows;
    long input = DeviceMemory.aligned((long) room * aStride * Float.BYTES);
    long output = DeviceMemory.aligned((long) room * n * Float.BYTES);
    lane.begin(input + 3 * vector + 2 * output);
    Upload upload = lane.upload();
    long aAt = upload.rows(a, rows, k, aStride);
    long residualAt = residual == null ? 0 : upload.rows(residual, rows, n, n);
    long checked = upload.position();
    long biasAt = vector(epilogue.bias());
    long weightAt = vector(norm == null ? null : norm.weight());
    long normBiasAt = vector(norm == null ? null : norm.bias());
    // Behind the rows that fill the input up: they are read while the output is written.
    long cAt = Math.max(upload.position(), aAt + input);
    lane.endUpload(checked);
    CudaDriver.Stream stream = lane.stream();
    int activation = epilogue.activation().ordinal();
    if (norm != null && n <= MAX_NORM_WIDTH && !large) {
      multiplyNorm.with(aAt, aStride).with(b.array().address(), b.array().stride());
      multiplyNorm.with(rows).with(n).with(k).with(biasAt).with(activation).with(residualAt, n);
      multiplyNorm.with(weightAt).with(normBiasAt).with(norm.epsilon()).with(0L, n).with(cAt, n);
      multiplyNorm.launch(stream, Lane.blocks(rows, NORM_ROWS), 1, 1, Lane.BLOCK, 0);
    } else {
      if (large) {
        largeProducts.multiply(aAt, aStride, rows, b.array(), cAt);
        if (biasAt != 0 || residualAt != 0 || epilogue.activation() != Activation.NONE) {
          applyEpilogue.with(cAt, n).with(rows).with(n);
          applyEpilogue.with(biasAt).with(activation).with(residualAt, n);
          applyEpilogue.launch(stream, Lane.blocks(rows, Lane.ROWS_PER_BLOCK), 1, 1, Lane.BLOCK, 0);
        }
      } else {
        int most = MAX_GRID_Y * TILE;
        for (int from = 0; from < rows; from += Math.min(most, rows - from)) {
          int part = Math.min(most, rows - from);
          long skipped = (long) from * n * Float.BYTES;
          multiply.with(aAt + (long) from * aStride * Float.BYTES, aStride);
          multiply.with(b.array().address(), b.array().stride()).with(part).with(n).with(k);
          multiply.with(biasAt).with(activation);
          multiply.with(residualAt == 0 ? 0 : residualAt + skipped, n).with(cAt + skipped, n);
          multiply.launch(stream, Lane.blocks(n, TILE), Lane.blocks(part, TILE), 1, Lane.BLOCK, 0);
        }
      }
      if (norm != null) {
        normalise(cAt, rows, n, weightAt, normBiasAt, norm.epsilon());
      }
    }
    lane.requireFinite(() -> Requirements.multiply(a, rows, b, epilogue, c, Requirements::finite));
    lane.download().rows(cAt, c, rows, n);
  }

  void layerNorm(Rows in, int rows, LayerNorm norm, Rows out) {
    Requirements.layerNorm(in, rows, norm, out, CudaKernels.LATER);
    int n = norm.width();
    if (rows == 0 || n == 0) {
      return;
    }
    long vector = DeviceMemory.aligned((long) n * Float.BYTES);
    lane.begin(DeviceMemory.aligned((long) rows * n * Float.BYTES) + 2 * vector);
    long at = lane.upload().rows(in, rows, n, n);
    long checked = lane.upload().position();
    long weightAt = vector(norm.weight());
    long biasAt = vector(norm.bias());
    lane.endUpload(checked);
    normalise(at, rows, n, weightAt, biasAt, norm.epsilon());
    lane.requireFinite(() -> Requirements.layerNorm(in, rows, norm, out, Requirements::finite));
    lane.download().rows(at, out, rows, n);
  }

  private void normalise(long at, int rows, int width, long weightAt, long biasAt, float epsilon) {
    layerNorm.with(at, width).with(rows).with(width).with(weightAt).with(biasAt).with(epsilon);
    layerNorm.with(at, width);
    layerNorm.launch(lane.stream(), Lane.blocks(rows, Lane.ROWS_PER_BLOCK), 1, 1, Lane.BLOCK, 0);
  }

  private long vector(float @Nullable [] values) {
    return values == null ? 0 : lane.upload().floats(values, values.length);
  }

  /** The right operand in device memory, row-major with padded rows. */
  private record DeviceMatrix(DeviceArray array) implements PackedMatrix {
    @Override
    public int rows() {
      return array.rows();
    }

    @Override
    public int columns() {
      return array.width();
    }

    @Override
    public void close() {
      array.close();
    }
  }
}
