package io.pannier.plugins.transformer;

import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Requirements;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.TopK;
import io.pannier.kernels.api.WideSeeds;
import io.pannier.spi.Product;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.TopItems;
import java.util.Arrays;
import java.util.List;

/**
 * Scores products for a batch of contexts and answers with what may be offered. A score is the
 * softmax's numerator, {@code exp(s − s of the best)}: 1 for the best, never negative.
 *
 * <p>Rows that neighbours touch are scored one by one; all others have the same wide part, so that
 * the best of them are those that the composer recommends.
 */
final class Ranking {
  /** What is asked beyond the limit, for what turns out not to be available. */
  private static final int SPARE = 64;

  private final ServedModel model;
  private final Vocabulary vocabulary;
  private final Question question;
  private final FusedScores scores;
  private final Reasons reasons;
  private final WideSeeds seeds = new WideSeeds();
  private final EventPack pack = new EventPack();
  private final TopItems top = new TopItems();
  private final long[] hidden;
  private TopK recommended = new TopK(1, 1);
  private int[] rows = new int[64];
  private float[] found = new float[64];
  private int size;

  Ranking(ServedModel model, Vocabulary vocabulary, FusedScores scores, int reasons) {
    this.model = model;
    this.vocabulary = vocabulary;
    this.question = new Question(model.composer().spec().maxEvents());
    this.scores = scores;
    this.reasons = new Reasons(model, vocabulary, scores, reasons);
    this.hidden = new long[(model.rows() + Long.SIZE - 1) / Long.SIZE];
  }

  /** Answers the contexts, which are of one catalogue that the vocabulary follows. */
  void answer(List<ScoringContext> batch, ScoredCandidates[] answers) {
    pack.clear();
    int[] inCart = new int[answers.length];
    for (int i = 0; i < answers.length; i++) {
      inCart[i] = question.write(Asked.of(batch.get(i), vocabulary), pack);
    }
    EventBatch events = pack.copy();
    float[] states = new float[answers.length * model.width()];
    model.composer().encode(events, Rows.of(states, model.width()));
    for (int i = 0; i < answers.length; i++) {
      int from = events.sequences().offsets()[i];
      int to = events.sequences().offsets()[i + 1];
      answers[i] =
          from == to
              ? ScoredCandidates.empty()
              : answer(batch.get(i), Sequence.of(events, i, inCart[i]), states, i * model.width());
    }
  }

  private ScoredCandidates answer(
      ScoringContext context, Sequence sequence, float[] states, int state) {
    question.read(Asked.of(context, vocabulary), seeds);
    scores.gather(seeds);
    size = 0;
    int[] candidates = context.candidates();
    if (candidates != null) {
      for (int item : candidates) {
        consider(context, vocabulary.row(item), states, state);
      }
    } else {
      for (int i = 0; i < scores.touched(); i++) {
        consider(context, scores.touched(i), states, state);
      }
      considerOthers(context, sequence, states, state);
    }
    return best(context, sequence, states, state);
  }

  /** The best of the rows that no neighbour touches. */
  private void considerOthers(
      ScoringContext context, Sequence sequence, float[] states, int state) {
    Arrays.fill(hidden, 0);
    for (int i = 0; i < scores.touched(); i++) {
      hide(scores.touched(i));
    }
    int before = size;
    int wanted = Math.min(context.limit(), most(Integer.MAX_VALUE));
    recommend(sequence, most(context.limit() + context.cart().length + SPARE));
    takeOver(context, states, state);
    boolean more = recommended.item(0, recommended.k() - 1) != TopK.NO_ITEM;
    if (size - before < wanted && more) {
      // So much is sold out, or lies in the cart, that the spare ones did not do: hide exactly
      // that.
      size = before;
      for (int row = 0; row < model.rows(); row++) {
        if (!mayBeOffered(context, row)) {
          hide(row);
        }
      }
      recommend(sequence, wanted);
      takeOver(context, states, state);
    }
  }

  private void hide(int row) {
    hidden[row >> 6] |= 1L << row;
  }

  /** How many of the best can be asked for. */
  private int most(int wanted) {
    return Math.min(wanted, Math.min(model.rows(), Requirements.MAX_K));
  }

  private void recommend(Sequence sequence, int k) {
    if (recommended.k() != k) {
      recommended = new TopK(1, k);
    }
    model.composer().recommend(sequence.alone(), hidden, recommended);
  }

  private void takeOver(ScoringContext context, float[] states, int state) {
    for (int rank = 0; rank < recommended.k(); rank++) {
      int row = recommended.item(0, rank);
      if (row != TopK.NO_ITEM) {
        consider(context, row, states, state);
      }
    }
  }

  private void consider(ScoringContext context, int row, float[] states, int state) {
    if (row < 0 || !mayBeOffered(context, row)) {
      return;
    }
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, 2 * size);
      found = Arrays.copyOf(found, 2 * size);
    }
    rows[size] = row;
    found[size++] = scores.score(states, state, row);
  }

  private boolean mayBeOffered(ScoringContext context, int row) {
    int item = vocabulary.item(row);
    Product product = context.catalogue().product(item);
    return product != null && product.available() && !context.inCart(item);
  }

  private ScoredCandidates best(
      ScoringContext context, Sequence sequence, float[] states, int state) {
    if (size == 0) {
      return ScoredCandidates.empty();
    }
    float best = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      best = Math.max(best, found[i]);
    }
    top.reset(context.limit());
    for (int i = 0; i < size; i++) {
      int item = vocabulary.item(rows[i]);
      float score = (float) Math.exp((double) found[i] - best);
      if (top.admits(item, score) && !repeated(i)) {
        top.add(item, score);
      }
    }
    top.sort();
    int[] items = new int[top.size()];
    int[] answered = new int[items.length];
    float[] positive = new float[items.length];
    for (int rank = 0; rank < items.length; rank++) {
      items[rank] = top.item(rank);
      answered[rank] = vocabulary.row(items[rank]);
      positive[rank] = top.score(rank);
    }
    return new ScoredCandidates(items, positive, reasons.of(sequence, states, state, answered));
  }

  /** Candidates that are given may be given twice. */
  private boolean repeated(int index) {
    for (int i = 0; i < top.size(); i++) {
      if (top.item(i) == vocabulary.item(rows[index])) {
        return true;
      }
    }
    return false;
  }
}
