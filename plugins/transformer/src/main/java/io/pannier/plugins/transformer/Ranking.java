package io.pannier.plugins.transformer;

import io.pannier.kernels.api.ComposerModel;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Requirements;
import io.pannier.kernels.api.TopK;
import io.pannier.spi.Product;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import java.util.Arrays;
import java.util.List;

/**
 * Scores the vocabulary for a batch of contexts and answers with what may be offered. A score is
 * the softmax's numerator, {@code exp(s − s of the best)}: 1 for the best, never negative.
 */
final class Ranking {
  /** What is asked beyond the limit, for what turns out not to be available. */
  private static final int SPARE = 64;

  private final ComposerModel model;
  private final Question question;
  private final Reasons reasons;
  private final EventPack pack = new EventPack();
  private TopK top = new TopK(1, 1);
  private long[] hidden = new long[1];

  Ranking(ComposerModel model, int reasons) {
    this.model = model;
    this.question = new Question(model.spec().maxEvents(), model.spec().items());
    this.reasons = new Reasons(model, reasons);
  }

  /** Fills in the answers of the contexts that leave the choice to the strategy. */
  void answer(List<ScoringContext> batch, ScoredCandidates[] answers) {
    pack.clear();
    int open = 0;
    int asked = 0;
    for (ScoringContext context : batch) {
      if (context.candidates() == null) {
        question.write(context, pack);
        open++;
        asked = Math.max(asked, context.limit() + context.cart().length + SPARE);
      }
    }
    if (open > 0) {
      EventBatch events = pack.copy();
      int k = most(asked);
      reserve(open, k);
      model.recommend(events, null, top);
      // The reasons use the kernels again, so what was found is kept aside.
      TopK found = top;
      top = new TopK(1, 1);
      for (int i = 0, row = 0; i < answers.length; i++) {
        ScoringContext context = batch.get(i);
        if (context.candidates() == null) {
          boolean silent = events.sequences().length(row) == 0;
          answers[i] = silent ? ScoredCandidates.empty() : open(context, found, row);
          row++;
        }
      }
      top = found;
    }
    for (int i = 0; i < answers.length; i++) {
      int[] candidates = batch.get(i).candidates();
      if (candidates != null) {
        answers[i] = among(batch.get(i), candidates);
      }
    }
  }

  private ScoredCandidates open(ScoringContext context, TopK found, int row) {
    ScoredCandidates answer = answer(context, found, row);
    boolean more = found.item(row, found.k() - 1) != TopK.NO_ITEM;
    // So much is sold out, or lies in the cart, that the spare ones did not do: hide exactly that.
    return answer.size() < context.limit() && more ? among(context, offerable(context)) : answer;
  }

  private int[] offerable(ScoringContext context) {
    int size = Math.min(context.catalogue().size(), model.spec().items());
    int[] items = new int[size];
    int count = 0;
    for (int item = 0; item < size; item++) {
      if (mayBeOffered(context, item)) {
        items[count++] = item;
      }
    }
    return Arrays.copyOf(items, count);
  }

  private ScoredCandidates among(ScoringContext context, int[] candidates) {
    pack.clear();
    question.write(context, pack);
    if (pack.size() == 0 || candidates.length == 0) {
      return ScoredCandidates.empty();
    }
    hideAllBut(context, candidates);
    reserve(1, most(context.limit()));
    model.recommend(pack.batch(), hidden, top);
    return answer(context, top, 0);
  }

  /** How many of the best can be asked for. */
  private int most(int wanted) {
    return Math.min(wanted, Math.min(model.spec().items(), Requirements.MAX_K));
  }

  private void hideAllBut(ScoringContext context, int[] candidates) {
    int words = (model.spec().items() + Long.SIZE - 1) / Long.SIZE;
    if (hidden.length != words) {
      hidden = new long[words];
    }
    Arrays.fill(hidden, -1L);
    for (int item : candidates) {
      if (item >= 0 && item < model.spec().items() && mayBeOffered(context, item)) {
        hidden[item >> 6] &= ~(1L << item);
      }
    }
  }

  private void reserve(int queries, int k) {
    if (top.k() != k || top.capacity() < queries) {
      top = new TopK(queries, k);
    }
  }

  private ScoredCandidates answer(ScoringContext context, TopK found, int row) {
    int[] items = new int[Math.min(context.limit(), found.k())];
    float[] scores = new float[items.length];
    int count = 0;
    for (int rank = 0; rank < found.k() && count < items.length; rank++) {
      int item = found.item(row, rank);
      if (item >= 0 && mayBeOffered(context, item)) {
        items[count] = item;
        scores[count++] = found.score(row, rank);
      }
    }
    if (count == 0) {
      return ScoredCandidates.empty();
    }
    items = Arrays.copyOf(items, count);
    int[] because = reasons.of(context, question, items);
    float[] positive = new float[count];
    for (int i = 0; i < count; i++) {
      positive[i] = (float) Math.exp((double) scores[i] - scores[0]);
    }
    return new ScoredCandidates(items, positive, because);
  }

  private static boolean mayBeOffered(ScoringContext context, int item) {
    Product product = context.catalogue().product(item);
    return product != null && product.available() && !context.inCart(item);
  }
}
