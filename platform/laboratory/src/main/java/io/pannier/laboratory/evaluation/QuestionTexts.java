package io.pannier.laboratory.evaluation;

import io.pannier.spi.QuestionText;

/** What texts say to a question, as an installation would have it. */
@FunctionalInterface
public interface QuestionTexts {
  /** The words of the question and nothing else: no language model. */
  QuestionTexts WORDS_ONLY = query -> new QuestionText(query, null, QuestionText.NONE.products());

  /**
   * @param query in words; empty for none
   */
  QuestionText of(String query);
}
