package io.pannier.plugins.text;

import io.pannier.spi.ProductVectors;
import java.util.Arrays;
import java.util.Map;

/** Vectors as a test drew them. */
record DrawnVectors(Map<Integer, float[]> drawn) implements ProductVectors {
  @Override
  public String model() {
    return "drawn";
  }

  @Override
  public int dimension() {
    return 2;
  }

  @Override
  public int size() {
    return drawn.keySet().stream().mapToInt(item -> item + 1).max().orElse(0);
  }

  @Override
  public boolean vector(int item, float[] into) {
    float[] vector = drawn.get(item);
    if (vector == null) {
      return false;
    }
    System.arraycopy(vector, 0, into, 0, 2);
    return true;
  }

  @Override
  public void likeness(float[] query, float[] into) {
    Arrays.fill(into, Float.NaN);
    drawn.forEach(
        (item, vector) -> {
          if (item < into.length) {
            into[item] = query[0] * vector[0] + query[1] * vector[1];
          }
        });
  }
}
