package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Arrays by name, each with its shape, and what their file says of itself. Arrays are shared with
 * the caller.
 */
public final class NamedTensors {
  /** What the name of a list of texts is followed by, for the ends of the texts, in bytes. */
  public static final String ENDS = ".ends";

  private final Map<String, String> metadata = new TreeMap<>();
  private final Map<String, Tensor> tensors = new TreeMap<>();

  /** An array of numbers, row-major. */
  public sealed interface Tensor {
    int[] shape();
  }

  /** Numbers with a point, in fp32. */
  public record Floats(float[] values, int[] shape) implements Tensor {}

  /** Whole numbers. */
  public record Integers(int[] values, int[] shape) implements Tensor {}

  /** Bytes without a sign. */
  public record Bytes(byte[] values, int[] shape) implements Tensor {}

  /** States something about the file, replacing what was stated under the same key. */
  public NamedTensors state(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /** What was stated, by key; not to be changed. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  /**
   * Adds an array, replacing one of the same name.
   *
   * @throws PannierException KERNEL_SHAPE_MISMATCH if the shape has another number of elements
   */
  public NamedTensors put(String name, float[] values, int... shape) {
    return put(name, new Floats(values, shape.clone()), values.length);
  }

  /** As for numbers with a point. */
  public NamedTensors put(String name, int[] values, int... shape) {
    return put(name, new Integers(values, shape.clone()), values.length);
  }

  /** As for numbers with a point. */
  public NamedTensors put(String name, byte[] values, int... shape) {
    return put(name, new Bytes(values, shape.clone()), values.length);
  }

  /** Adds a list of texts: their bytes in UTF-8, and where each of them ends. */
  public NamedTensors putTexts(String name, List<String> texts) {
    byte[][] encoded = new byte[texts.size()][];
    int[] ends = new int[encoded.length];
    int end = 0;
    for (int i = 0; i < encoded.length; i++) {
      encoded[i] = texts.get(i).getBytes(StandardCharsets.UTF_8);
      end = Math.addExact(end, encoded[i].length);
      ends[i] = end;
    }
    byte[] joined = new byte[end];
    for (int i = 0; i < encoded.length; i++) {
      System.arraycopy(encoded[i], 0, joined, ends[i] - encoded[i].length, encoded[i].length);
    }
    return put(name, joined, joined.length).put(name + ENDS, ends, ends.length);
  }

  private NamedTensors put(String name, Tensor tensor, int length) {
    long elements = 1;
    for (int size : tensor.shape()) {
      elements *= size;
    }
    if (elements != length) {
      throw new PannierException(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          "tensor "
              + name
              + ": "
              + length
              + " elements for the shape "
              + Arrays.toString(tensor.shape()));
    }
    tensors.put(name, tensor);
    return this;
  }

  public boolean contains(String name) {
    return tensors.containsKey(name);
  }

  /** Hands each array over, in the order of the names. */
  public void forEach(BiConsumer<String, Tensor> to) {
    tensors.forEach(to);
  }

  /**
   * The numbers of that name.
   *
   * @throws PannierException MODEL_TENSOR_MISSING if there are none; MODEL_FILE_INVALID if they are
   *     of another kind
   */
  public float[] floats(String name) {
    if (find(name) instanceof Floats(float[] values, int[] _)) {
      return values;
    }
    throw kind(name, "numbers with a point");
  }

  /** As for numbers with a point. */
  public int[] integers(String name) {
    if (find(name) instanceof Integers(int[] values, int[] _)) {
      return values;
    }
    throw kind(name, "whole numbers");
  }

  /**
   * The texts of that name.
   *
   * @throws PannierException MODEL_TENSOR_MISSING if there are none; MODEL_FILE_INVALID if the
   *     bytes end elsewhere than they say
   */
  public List<String> texts(String name) {
    if (!(find(name) instanceof Bytes(byte[] bytes, int[] _))) {
      throw kind(name, "bytes");
    }
    List<String> texts = new ArrayList<>();
    int from = 0;
    for (int end : integers(name + ENDS)) {
      if (end < from || end > bytes.length) {
        throw new PannierException(
            StandardErrorCode.MODEL_FILE_INVALID,
            "text " + texts.size() + " of " + name + " ends at byte " + end);
      }
      texts.add(new String(bytes, from, end - from, StandardCharsets.UTF_8));
      from = end;
    }
    return List.copyOf(texts);
  }

  private Tensor find(String name) {
    @Nullable Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new PannierException(
          StandardErrorCode.MODEL_TENSOR_MISSING,
          "there is no tensor " + name + " among " + tensors.keySet());
    }
    return tensor;
  }

  private static PannierException kind(String name, String expected) {
    return new PannierException(
        StandardErrorCode.MODEL_FILE_INVALID, "tensor " + name + " does not hold " + expected);
  }
}
