package io.pannier.spi;

import org.jspecify.annotations.Nullable;

/**
 * What texts say to a question: the sentence that a merchant asked with, and the products' vectors.
 *
 * @param query what is looked for, in words; empty where nobody said
 * @param vector of {@code query}, length 1, from the model of {@code products}; null without a
 *     query and where no model answered in time; not copied
 */
public record QuestionText(String query, float @Nullable [] vector, ProductVectors products) {
  /** No sentence, no vectors. */
  public static final QuestionText NONE = new QuestionText("", null, ProductVectors.NONE);

  public QuestionText(String query, float @Nullable [] vector, ProductVectors products) {
    this.query = query;
    this.vector = vector;
    this.products = products;
  }

  /** True where somebody said in words what is looked for. */
  public boolean asked() {
    return !query.isEmpty();
  }
}
