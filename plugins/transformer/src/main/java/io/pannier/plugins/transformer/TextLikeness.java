package io.pannier.plugins.transformer;

import io.pannier.kernels.api.TextProjection;
import io.pannier.plugins.transformer.Likeness.Like;
import io.pannier.spi.ProductVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows of a model whose texts mean what the text of a product means, by the vectors that
 * the shop's language model makes of them: cosines of what the vectors have beyond their mean,
 * since any two titles of a shop are alike in that they are titles. Not thread-safe.
 */
final class TextLikeness {
  private static final int MOST = 100;

  /** Below that, texts have little more in common than their shop. */
  private static final float LEAST_COSINE = 0.3f;

  private final TextProjection projection;
  private final float meanSquare;
  private final float[] query;
  private ProductVectors vectors = ProductVectors.NONE;
  private float[] withMean = {};
  private float[] dots = {};
  private @Nullable ProductVectors measured;

  TextLikeness(TextProjection projection) {
    this.projection = projection;
    this.query = new float[projection.dimension()];
    float square = 0;
    for (float element : projection.mean()) {
      square += element * element;
    }
    this.meanSquare = square;
  }

  /** Takes the shop's vectors; those of another language model say nothing here. */
  void follow(ProductVectors now) {
    boolean same =
        now.dimension() == projection.dimension() && now.model().equals(projection.model());
    vectors = same ? now : ProductVectors.NONE;
  }

  /**
   * Reads the vector of an item.
   *
   * @return false where it has none
   */
  boolean read(int item, float[] into) {
    return vectors.vector(item, into);
  }

  int dimension() {
    return projection.dimension();
  }

  /** Products that a product is compared with. */
  int size() {
    return vectors.size();
  }

  /**
   * The rows that are most like a text, the most alike first.
   *
   * @param text (dimension), of length 1
   */
  List<Like> of(float[] text, Vocabulary vocabulary) {
    measure();
    double square = 0;
    double offset = 0;
    for (int d = 0; d < query.length; d++) {
      query[d] = text[d] - projection.mean()[d];
      square += (double) query[d] * query[d];
      offset += (double) query[d] * projection.mean()[d];
    }
    vectors.likeness(query, dots);
    List<Like> likes = new ArrayList<>();
    for (int row = 0; row < vocabulary.size(); row++) {
      int item = vocabulary.item(row);
      if (item >= 0 && item < dots.length && !Float.isNaN(dots[item])) {
        double other = 1 - 2 * withMean[item] + meanSquare;
        float cosine =
            (float)
                ((dots[item] - offset) / Math.sqrt(Math.max(1e-9, square * Math.max(0, other))));
        if (cosine >= LEAST_COSINE) {
          likes.add(new Like(row, Math.min(1, cosine)));
        }
      }
    }
    likes.sort(Comparator.comparingDouble(Like::cosine).reversed().thenComparingInt(Like::row));
    return likes.subList(0, Math.min(MOST, likes.size()));
  }

  /** How much each vector has of the mean, once for each state of the vectors. */
  @SuppressWarnings("ReferenceEquality") // another state of the vectors is another instance
  private void measure() {
    if (measured != vectors) {
      if (dots.length != vectors.size()) {
        withMean = new float[vectors.size()];
        dots = new float[withMean.length];
      }
      Arrays.fill(withMean, Float.NaN);
      vectors.likeness(projection.mean(), withMean);
      measured = vectors;
    }
  }
}
