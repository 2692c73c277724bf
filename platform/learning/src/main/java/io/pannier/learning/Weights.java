package io.pannier.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.pannier.kernels.api.ComposerSpec;
import io.pannier.kernels.api.WideScale;
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

  /** Scale of the states at first: the first model ranks as its neighbours do. */
  private static final float FIRST_SCALE = 0.02f;

  static final String ITEMS = "embedding.item";
  static final String WORDS = "embedding.word";
  private static final String SCALE = "encoder.norm.weight";

  /** The parameters of {@link WideScale}. */
  static final String COUNTS = "wide.counts";

  static final String COUNTS_FLOOR = "wide.counts_floor";
  static final String LIKENESS = "wide.likeness";
  static final String LIKENESS_FLOOR = "wide.likeness_floor";

  private final Map<String, NDArray> tensors = new LinkedHashMap<>();
  private final WordShares words;
  private final SharedTexts texts;
  private final int width;

  /**
   * First weights: small and normal for matrices, one for a norm's weight, zero for the rest. The
   * values of attention pass through as they are, so that the first model adds up what it reads.
   *
   * @param words that share in the items' vectors
   * @param texts that do, too
   */
  Weights(NDManager manager, ComposerSpec spec, WordShares words, SharedTexts texts, long seed) {
    this.words = words;
    this.texts = texts;
    this.width = spec.width();
    ComposerTensors.of(spec)
        .forEach(
            (name, sizes) -> {
              long[] shape = new long[sizes.length];
              for (int i = 0; i < sizes.length; i++) {
                shape[i] = sizes[i];
              }
              int count = (int) new Shape(shape).size();
              float[] first = first(name, count, seed);
              if (name.endsWith("attention.qkv.weight")) {
                pass(first, 2 * spec.width(), spec.width());
              } else if (name.endsWith("attention.out.weight")) {
                pass(first, 0, spec.width());
              }
              NDArray tensor = manager.create(first, new Shape(shape));
              tensor.setRequiresGradient(true);
              tensors.put(name, tensor);
            });
    if (!words.none()) {
      table(manager, WORDS, words.count(), seed);
    }
    if (!texts.none()) {
      table(manager, SharedTexts.NAME, texts.dimension(), seed);
    }
    WideScale scale = WideScale.FIRST;
    single(manager, COUNTS, scale.counts());
    single(manager, COUNTS_FLOOR, scale.countsFloor());
    single(manager, LIKENESS, scale.likeness());
    single(manager, LIKENESS_FLOOR, scale.likenessFloor());
  }

  private void table(NDManager manager, String name, int rows, long seed) {
    NDArray tensor = manager.create(first(name, rows * width, seed), new Shape(rows, width));
    tensor.setRequiresGradient(true);
    tensors.put(name, tensor);
  }

  private void single(NDManager manager, String name, float value) {
    NDArray tensor = manager.create(new float[] {value});
    tensor.setRequiresGradient(true);
    tensors.put(name, tensor);
  }

  /** How much neighbours count in a copy of the weights. */
  static WideScale scale(Map<String, float[]> copy) {
    return new WideScale(
        value(copy, COUNTS),
        value(copy, COUNTS_FLOOR),
        value(copy, LIKENESS),
        value(copy, LIKENESS_FLOOR));
  }

  private static float value(Map<String, float[]> copy, String name) {
    return Objects.requireNonNull(copy.get(name), name)[0];
  }

  private static float[] first(String name, int count, long seed) {
    float[] values = new float[count];
    Random random = new Random(seed ^ ((long) name.hashCode() << 20));
    boolean norm = name.contains("norm");
    boolean zero = name.endsWith("bias");
    for (int i = 0; i < count; i++) {
      values[i] =
          zero
              ? 0
              : norm
                  ? (name.equals(SCALE) ? FIRST_SCALE : 1)
                  : (float) (DEVIATION * random.nextGaussian());
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

  /** Whether a tensor is the decoder's own. */
  static boolean ofDecoder(String name) {
    return name.startsWith("decoder.") || name.startsWith("pointer.");
  }

  /**
   * Whether weight decay pulls at a tensor: at matrices of layers, not at tables, biases, norms.
   */
  static boolean decays(String name) {
    return name.endsWith(".weight") && !name.contains("norm");
  }

  /** A copy on the heap of each tensor as it is. */
  Map<String, float[]> raw() {
    Map<String, float[]> raw = new HashMap<>();
    tensors.forEach((name, tensor) -> raw.put(name, tensor.toFloatArray()));
    return raw;
  }

  /** Takes the values of a raw copy, which has all tensors; between steps. */
  void restore(Map<String, float[]> raw) {
    tensors.replaceAll(
        (name, tensor) -> {
          NDArray restored =
              tensor
                  .getManager()
                  .create(Objects.requireNonNull(raw.get(name), name), tensor.getShape());
          restored.setRequiresGradient(true);
          tensor.close();
          return restored;
        });
  }

  /** A copy on the heap, in which an item's vector holds what its words and its text add. */
  Map<String, float[]> copy() {
    Map<String, float[]> copy = new HashMap<>();
    tensors.forEach((name, tensor) -> copy.put(name, tensor.toFloatArray()));
    float[] vectors = copy.get(WORDS);
    if (vectors != null) {
      words.add(vectors, width, Objects.requireNonNull(copy.get(ITEMS)));
    }
    float[] projection = copy.get(SharedTexts.NAME);
    if (projection != null) {
      texts.add(projection, width, Objects.requireNonNull(copy.get(ITEMS)));
    }
    return copy;
  }
}
