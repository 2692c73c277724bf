package io.pannier.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.pannier.kernels.api.ItemTexts;
import io.pannier.kernels.api.TextProjection;

/**
 * What the texts of items add to their vectors: with x the vector that a language model made of a
 * text, {@code (x − mean) · scale · P}, of which P is learned. So items learn from those whose
 * texts mean the same, in whatever words.
 */
final class SharedTexts {
  /** The tensor that is learned, (dimension, width). */
  static final String NAME = "embedding.text";

  /**
   * Length of the vectors on average, once their mean is taken away. Short, since a step of an
   * optimizer moves each of some hundred rows of P: so a step moves an item by its text about as
   * far as by its words.
   */
  private static final double LENGTH = 0.15;

  private final ItemTexts texts;
  private final float[] mean;
  private final float scale;

  SharedTexts(ItemTexts texts) {
    this.texts = texts;
    this.mean = new float[texts.dimension()];
    int count = 0;
    for (int item = 0; item < texts.items(); item++) {
      if (texts.has(item)) {
        count++;
        for (int d = 0; d < mean.length; d++) {
          mean[d] += texts.vectors()[item * mean.length + d];
        }
      }
    }
    double squares = 0;
    for (int d = 0; d < mean.length; d++) {
      mean[d] /= Math.max(1, count);
      squares += (double) mean[d] * mean[d];
    }
    // Vectors have length 1, so that is what is left of their squares on average.
    this.scale = (float) (LENGTH / Math.sqrt(Math.max(1e-6, 1 - squares)));
  }

  boolean none() {
    return texts.none();
  }

  int dimension() {
    return texts.dimension();
  }

  /**
   * What is projected, the same in each step.
   *
   * @return (dimension, items)
   */
  NDArray constant(NDManager manager) {
    int items = texts.items();
    float[] columns = new float[texts.vectors().length];
    for (int item = 0; item < items; item++) {
      boolean has = texts.has(item);
      for (int d = 0; d < mean.length && has; d++) {
        columns[d * items + item] = scale * (texts.vectors()[item * mean.length + d] - mean[d]);
      }
    }
    return manager.create(columns, new Shape(mean.length, items));
  }

  /** The projection as a file holds it, for vectors as they come from the language model. */
  TextProjection projection(float[] learned) {
    float[] matrix = new float[learned.length];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = scale * learned[i];
    }
    return new TextProjection(texts.model(), mean, matrix);
  }

  /**
   * Adds what the texts say to the items' own vectors.
   *
   * @param learned (dimension, width)
   * @param items of the items, row-major
   */
  void add(float[] learned, int width, float[] items) {
    TextProjection projection = projection(learned);
    float[] text = new float[mean.length];
    float[] vector = new float[width];
    for (int item = 0; item < texts.items(); item++) {
      if (texts.has(item)) {
        System.arraycopy(texts.vectors(), item * mean.length, text, 0, text.length);
        System.arraycopy(items, item * width, vector, 0, width);
        projection.add(text, vector);
        System.arraycopy(vector, 0, items, item * width, width);
      }
    }
  }
}
