package io.pannier.kernels.model;

import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.TensorSource;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A composer with random weights: what tests and benchmarks run, and what serves until a model is
 * trained. The same seed gives the same weights, tensor by tensor.
 */
public final class RandomComposer {
  private RandomComposer() {}

  /** The weights without a file; a tensor is drawn when it is asked for. */
  public static TensorSource weights(ComposerSpec spec, long seed) {
    Map<String, int[]> shapes = ComposerTensors.of(spec);
    return (name, shape) -> {
      int[] known = shapes.get(name);
      if (known == null) {
        throw new PannierException(
            StandardErrorCode.MODEL_TENSOR_MISSING, "a composer has no tensor " + name);
      }
      if (!Arrays.equals(known, shape)) {
        throw new PannierException(
            StandardErrorCode.KERNEL_SHAPE_MISMATCH,
            "tensor "
                + name
                + " has the shape "
                + Arrays.toString(known)
                + " where "
                + Arrays.toString(shape)
                + " is expected");
      }
      return draw(name, known, seed);
    };
  }

  /** Writes the weights and their card as a model file. */
  public static void write(Path path, ComposerSpec spec, long seed) {
    SafetensorsWriter writer = new SafetensorsWriter();
    new ModelCard(spec, ModelCard.NONE, ModelCard.NONE, seed, Instant.EPOCH).write(writer);
    ComposerTensors.of(spec)
        .forEach((name, shape) -> writer.add(name, draw(name, shape, seed), shape));
    writer.write(path);
  }

  /**
   * Uniform numbers whose deviation keeps signals at their size: 1/√in for a linear layer (Glorot
   * and Bengio, 2010), one for an embedding, small for biases, near one for a norm's weight.
   */
  private static float[] draw(String name, int[] shape, long seed) {
    SplittableRandom random = new SplittableRandom(seed ^ ((long) name.hashCode() << 20));
    boolean norm = name.contains("norm");
    boolean weight = name.endsWith(".weight");
    boolean embedding = name.startsWith("embedding.") || name.startsWith("decoder.");
    double deviation = 0.1;
    if (weight && !norm) {
      deviation = 1 / Math.sqrt(shape[1]);
    } else if (embedding && !norm && !name.endsWith(".bias")) {
      deviation = 1;
    }
    float centre = norm && weight ? 1 : 0;
    float reach = (float) (Math.sqrt(3) * deviation);
    int count = 1;
    for (int size : shape) {
      count = Math.multiplyExact(count, size);
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = centre + reach * (2 * random.nextFloat() - 1);
    }
    return values;
  }
}
