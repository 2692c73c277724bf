package io.pannier.kernels.model;

import io.pannier.kernels.api.TensorSource;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Tensors that are kept as they are read, so that a model can be made again when its device is gone
 * and its file has been replaced.
 */
final class RememberedTensors implements TensorSource {
  private final TensorSource source;
  private final Map<String, float[]> read = new HashMap<>();
  private final Map<String, int[]> shapes = new HashMap<>();

  RememberedTensors(TensorSource source) {
    this.source = source;
  }

  /** Shared with whoever asks again: readers do not change it. */
  @Override
  public float[] tensor(String name, int... shape) {
    float[] known = read.get(name);
    if (known == null) {
      known = source.tensor(name, shape);
      read.put(name, known);
      shapes.put(name, shape.clone());
    }
    int[] first = Objects.requireNonNull(shapes.get(name));
    if (!Arrays.equals(first, shape)) {
      throw new PannierException(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          "tensor "
              + name
              + " was read with the shape "
              + Arrays.toString(first)
              + ", now "
              + Arrays.toString(shape)
              + " is expected");
    }
    return known;
  }
}
