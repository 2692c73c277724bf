package io.pannier.plugins.transformer;

import io.pannier.spi.ProductVectors;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Vectors of a language model of the tests: texts of one meaning lie near each other, and all have
 * much in common.
 */
final class DrawnVectors implements ProductVectors {
  private static final int DIMENSION = 24;
  private static final float COMMON = 1.5f;
  private static final double NOISE = 0.1;

  private final String model;
  private final float[][] vectors;

  /**
   * @param meanings of the items; −1 for an item without a text
   */
  DrawnVectors(String model, List<Integer> meanings) {
    this.model = model;
    this.vectors = new float[meanings.size()][];
    for (int item = 0; item < vectors.length; item++) {
      int meaning = meanings.get(item);
      vectors[item] = meaning < 0 ? new float[0] : drawn(meaning, new Random(1_000 + item));
    }
  }

  private static float[] drawn(int meaning, Random noise) {
    Random common = new Random(meaning);
    float[] vector = new float[DIMENSION];
    double square = 0;
    for (int d = 0; d < DIMENSION; d++) {
      vector[d] = COMMON + (float) (common.nextGaussian() + NOISE * noise.nextGaussian());
      square += (double) vector[d] * vector[d];
    }
    for (int d = 0; d < DIMENSION; d++) {
      vector[d] /= (float) Math.sqrt(square);
    }
    return vector;
  }

  @Override
  public String model() {
    return model;
  }

  @Override
  public int dimension() {
    return DIMENSION;
  }

  @Override
  public int size() {
    return vectors.length;
  }

  @Override
  public boolean vector(int item, float[] into) {
    if (item < 0 || item >= vectors.length || vectors[item].length == 0) {
      return false;
    }
    System.arraycopy(vectors[item], 0, into, 0, DIMENSION);
    return true;
  }

  @Override
  public void likeness(float[] query, float[] into) {
    Arrays.fill(into, Float.NaN);
    for (int item = 0; item < Math.min(into.length, vectors.length); item++) {
      float sum = vectors[item].length == 0 ? Float.NaN : 0;
      for (int d = 0; d < vectors[item].length; d++) {
        sum += query[d] * vectors[item][d];
      }
      into[item] = sum;
    }
  }
}
