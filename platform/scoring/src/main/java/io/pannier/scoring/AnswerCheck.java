package io.pannier.scoring;

import io.pannier.spi.PannierException;
import io.pannier.spi.Product;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.StandardErrorCode;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.List;

/** Holds a scoring strategy to its contract: nothing wrong leaves this stage. */
final class AnswerCheck {
  private AnswerCheck() {}

  /**
   * @throws PannierException {@code STRATEGY_INVALID_ANSWER} saying what is wrong
   */
  static void check(List<ScoringContext> batch, List<ScoredCandidates> answers) {
    if (answers.size() != batch.size()) {
      throw invalid(answers.size() + " answers to " + batch.size() + " contexts");
    }
    for (int i = 0; i < batch.size(); i++) {
      check(batch.get(i), answers.get(i));
    }
  }

  private static void check(ScoringContext context, ScoredCandidates answer) {
    if (answer.size() > context.limit()) {
      throw invalid(answer.size() + " candidates where " + context.limit() + " were asked for");
    }
    IntOpenHashSet seen = new IntOpenHashSet(answer.size());
    IntOpenHashSet allowed =
        context.candidates() == null ? null : new IntOpenHashSet(context.candidates());
    float previous = Float.POSITIVE_INFINITY;
    for (int rank = 0; rank < answer.size(); rank++) {
      int item = answer.item(rank);
      float score = answer.score(rank);
      Product product = context.catalogue().product(item);
      if (product == null) {
        throw invalid("item " + item + ", which is not in the catalogue");
      } else if (!(score >= 0) || Float.isInfinite(score)) {
        throw invalid("score " + score + " for " + product.sku());
      } else if (score > previous) {
        throw invalid("candidates that are not in order of score");
      } else if (!seen.add(item)) {
        throw invalid(product.sku() + " twice");
      } else if (allowed != null && !allowed.contains(item)) {
        throw invalid(product.sku() + ", which was not among the candidates");
      } else if (allowed == null && !product.available()) {
        throw invalid(product.sku() + ", which cannot be sold");
      } else if (context.allowed() != null && !context.allowed().contains(item)) {
        throw invalid(product.sku() + ", which a rule of the placement forbids");
      } else if (context.inCart(item)) {
        throw invalid(product.sku() + ", which is in the cart");
      }
      previous = score;
    }
  }

  private static PannierException invalid(String what) {
    return new PannierException(
        StandardErrorCode.STRATEGY_INVALID_ANSWER, "the strategy answered " + what);
  }
}
