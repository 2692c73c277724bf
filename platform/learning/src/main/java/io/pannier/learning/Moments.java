package io.pannier.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an optimizer remembers of the gradients of each weight, zero at first. PyTorch's wrapper has
 * optimizers, too, but theirs cannot be written down.
 */
final class Moments {
  private final NDManager manager;
  private final Map<String, NDArray> moments = new HashMap<>();
  private final Map<String, float[]> restored = new HashMap<>();

  Moments(NDManager manager) {
    this.manager = manager;
  }

  /** The moment of a kind, shaped as its weight. */
  NDArray of(String kind, String name, NDArray weight) {
    return moments.computeIfAbsent(
        kind + "." + name,
        key -> {
          float[] known = restored.remove(key);
          return known == null
              ? manager.zeros(weight.getShape())
              : manager.create(known, weight.getShape());
        });
  }

  /** A copy on the heap, by kind and weight. */
  Map<String, float[]> copy() {
    Map<String, float[]> copy = new TreeMap<>(restored);
    moments.forEach((key, moment) -> copy.put(key, moment.toFloatArray()));
    return copy;
  }

  /** Takes a copy's place; before the first step. */
  void restore(Map<String, float[]> copy) {
    restored.putAll(copy);
  }
}
