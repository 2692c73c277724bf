package io.pannier.plugins.text;

import io.pannier.spi.ProductVectors;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ScoringStrategy;
import java.util.ArrayList;
import java.util.List;

/**
 * The strategy {@code text} for one shop. A sentence, where there is one, is the whole question;
 * else it is the cart and the newest of the history. Where there is none of all these it has no
 * answer, and the placement's fallback answers.
 */
final class TextStrategy implements ScoringStrategy {
  private final TextSettings settings;
  private final WordIndex words = new WordIndex();
  private final Likeness likeness;

  TextStrategy(TextSettings settings) {
    this.settings = settings;
    this.likeness = new Likeness(settings, words);
  }

  @Override
  public List<ScoredCandidates> score(List<ScoringContext> batch) {
    // At first there is nothing to answer with, so that call reads all that its time allows.
    int most = words.documents() == 0 ? Integer.MAX_VALUE : settings.slice();
    words.follow(batch.getFirst().catalogue(), most);
    List<ScoredCandidates> answers = new ArrayList<>(batch.size());
    for (ScoringContext context : batch) {
      ProductVectors vectors = context.text().products();
      // Nobody waits any more for what comes after an interrupt.
      boolean over = Thread.currentThread().isInterrupted();
      answers.add(over ? ScoredCandidates.empty() : likeness.answer(context, vectors));
    }
    return answers;
  }
}
