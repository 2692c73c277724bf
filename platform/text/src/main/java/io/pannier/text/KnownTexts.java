package io.pannier.text;

import io.pannier.store.TextVectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Vectors that were made of texts before, so that each text is encoded once. */
public interface KnownTexts {
  /**
   * Those that are known.
   *
   * @param model that the vectors must be of
   * @param dimension of its vectors
   * @param texts by item
   * @return vectors by item
   */
  Map<Integer, float[]> find(String model, int dimension, Map<Integer, String> texts);

  /**
   * Keeps vectors.
   *
   * @param texts by item, of at least the items that have a vector
   * @param vectors by item
   */
  void keep(String model, int dimension, Map<Integer, String> texts, Map<Integer, float[]> vectors);

  /** Those of one process, whatever product a text is of. */
  static KnownTexts inMemory() {
    return new KnownTexts() {
      private final Map<String, float[]> known = new ConcurrentHashMap<>();

      @Override
      public Map<Integer, float[]> find(String model, int dimension, Map<Integer, String> texts) {
        Map<Integer, float[]> found = new HashMap<>();
        texts.forEach(
            (item, text) -> {
              float[] vector = known.get(model + "\n" + text);
              if (vector != null) {
                found.put(item, vector);
              }
            });
        return found;
      }

      @Override
      public void keep(
          String model, int dimension, Map<Integer, String> texts, Map<Integer, float[]> vectors) {
        vectors.forEach(
            (item, vector) -> known.put(model + "\n" + texts.getOrDefault(item, ""), vector));
      }
    };
  }

  /**
   * Those that an installation keeps of a shop, the ones that it serves with among them. Blocks its
   * callers.
   */
  static KnownTexts ofShop(TextVectors store, int shop) {
    return new KnownTexts() {
      @Override
      public Map<Integer, float[]> find(String model, int dimension, Map<Integer, String> texts) {
        return new VectorCache(store, model, dimension).find(shop, texts);
      }

      @Override
      public void keep(
          String model, int dimension, Map<Integer, String> texts, Map<Integer, float[]> vectors) {
        List<Integer> items = new ArrayList<>(vectors.keySet());
        new VectorCache(store, model, dimension)
            .put(shop, items, texts, items.stream().map(vectors::get).toList());
      }
    };
  }
}
