package io.pannier.scoring;

import io.pannier.spi.ProductVectors;
import io.pannier.spi.QuestionText;
import java.util.concurrent.CompletableFuture;

/** Where scoring learns what texts say to a question. */
public interface QuestionTexts {
  /** No language model: questions have their words alone. */
  QuestionTexts WORDS_ONLY =
      new QuestionTexts() {
        @Override
        public ProductVectors products(int shop) {
          return ProductVectors.NONE;
        }

        @Override
        public CompletableFuture<QuestionText> question(int shop, String query) {
          return CompletableFuture.completedFuture(
              new QuestionText(query, null, ProductVectors.NONE));
        }
      };

  /** What a shop's products say. Never blocks. */
  ProductVectors products(int shop);

  /**
   * What texts say to a question in words. Never fails.
   *
   * @param query not empty
   */
  CompletableFuture<QuestionText> question(int shop, String query);
}
