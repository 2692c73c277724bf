package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.Optional;

/**
 * How a composer reads the vectors that a language model makes of texts: with x such a vector of
 * length 1,
 *
 * <pre>{@code item vector += (x − mean) · matrix}</pre>
 *
 * The items of a model file hold that already; it is kept for products that are younger than the
 * file. The vectors of one shop have a large part in common, which says nothing: hence the mean.
 *
 * @param model names the language model; vectors of another do not compare
 * @param mean (dimension) of the vectors that were learned from
 * @param matrix (dimension, width), row-major
 */
public record TextProjection(String model, float[] mean, float[] matrix) {
  private static final String MODEL = "text.model";
  private static final String MEAN = "text.mean";
  private static final String MATRIX = "embedding.text";

  /**
   * @throws PannierException MODEL_FILE_INVALID where the sizes do not fit
   */
  public TextProjection {
    if (model.isEmpty() || mean.length == 0 || matrix.length % mean.length != 0) {
      throw new PannierException(
          StandardErrorCode.MODEL_FILE_INVALID,
          "a projection of texts by '"
              + model
              + "' of "
              + matrix.length
              + " elements and a mean of "
              + mean.length);
    }
  }

  public int dimension() {
    return mean.length;
  }

  public int width() {
    return matrix.length / mean.length;
  }

  /**
   * Adds what a text says to a vector of an item.
   *
   * @param text (dimension), of length 1
   * @param vector (width)
   */
  public void add(float[] text, float[] vector) {
    int width = width();
    for (int from = 0; from < mean.length; from++) {
      float x = text[from] - mean[from];
      for (int to = 0; to < width; to++) {
        vector[to] += x * matrix[from * width + to];
      }
    }
  }

  /** Adds the projection to what a file will hold. */
  public void write(NamedTensors to) {
    to.put(MEAN, mean, mean.length).put(MATRIX, matrix, mean.length, width()).state(MODEL, model);
  }

  /**
   * Reads what was written; empty for the file of a model that reads no texts.
   *
   * @throws PannierException MODEL_TENSOR_MISSING or MODEL_FILE_INVALID
   */
  public static Optional<TextProjection> read(NamedTensors from) {
    String model = from.metadata().get(MODEL);
    return model == null
        ? Optional.empty()
        : Optional.of(new TextProjection(model, from.floats(MEAN), from.floats(MATRIX)));
  }
}
