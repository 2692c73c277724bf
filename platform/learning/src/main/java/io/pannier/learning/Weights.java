package io.pannier.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.model.ComposerTensors;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiConsumer;

/** The weights of a composer as PyTorch tensors with gradients, by the names of the model file. */
final class Weights {
  /** Deviation of the first weights, as in BERT (Devlin et al., 2019). */
  private static final double DEVIATION = 0.02;

  private static final String ITEMS = "embedding.item";

  private final Map<String, NDArray> tensors = new LinkedHashMap<>();

  /**
   * First weights: small and normal for matrices, one for a norm's weight, zero for the rest. The
   * values of attention pass through as they are, so that the first model adds up what it reads.
   *
   * @param items first vectors of the items, (items, width)
   */
  Weights(NDManager manager, ComposerSpec spec, float[] items, long seed) {
    ComposerTensors.of(spec)
        .forEach(
            (name, sizes) -> {
              long[] shape = new long[sizes.length];
              for (int i = 0; i < sizes.length; i++) {
                shape[i] = sizes[i];
              }
              int count = (int) new Shape(shape).size();
              float[] first = name.equals(ITEMS) ? items : first(name, count, seed);
              if (name.endsWith("attention.qkv.weight")) {
                pass(first, 2 * spec.width(), spec.width());
              } else if (name.endsWith("attention.out.weight")) {
                pass(first, 0, spec.width());
              }
              NDArray tensor = manager.create(first, new Shape(shape));
              tensor.setRequiresGradient(true);
              tensors.put(name, tensor);
            });
  }

  private static float[] first(String name, int count, long seed) {
    float[] values = new float[count];
    Random random = new Random(seed ^ ((long) name.hashCode() << 20));
    boolean norm = name.contains("norm");
    boolean zero = name.endsWith("bias");
    for (int i = 0; i < count; i++) {
      values[i] = zero ? 0 : norm ? 1 : (float) (DEVIATION * random.nextGaussian());
    }
    return values;
  }

  private static void pass(float[] weight, int row, int width) {
    for (int i = 0; i < width; i++) {
      weight[(row + i) * width + i] += 1;
    }
  }

  NDArray get(String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }

  void forEach(BiConsumer<String, NDArray> to) {
    tensors.forEach(to);
  }

  /**
   * Whether weight decay pulls at a tensor: at matrices of layers, not at tables, biases, norms.
   */
  static boolean decays(String name) {
    return name.endsWith(".weight") && !name.contains("norm");
  }

  /** A copy on the heap. */
  Map<String, float[]> copy() {
    Map<String, float[]> copy = new HashMap<>();
    tensors.forEach((name, tensor) -> copy.put(name, tensor.toFloatArray()));
    return copy;
  }
}
