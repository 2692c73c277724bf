package io.pannier.plugins.transformer;

import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.ItemDescriptions;
import io.pannier.kernels.api.Requirements;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.TopK;
import io.pannier.kernels.api.WideSeeds;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.TopItems;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
  private final @Nullable YoungProducts young;
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
    ItemDescriptions descriptions = model.descriptions();
    this.young = descriptions == null ? null : new YoungProducts(model, descriptions);
    this.hidden = new long[(model.rows() + Long.SIZE - 1) / Long.SIZE];
  }

  /** Answers the contexts, which are of one catalogue that the vocabulary follows. */
  void answer(List<ScoringContext> batch, ScoredCandidates[] answers) {
    pack.clear();
    if (young != null) {
      young.follow(batch.getFirst().catalogue(), vocabulary, batch.getFirst().text().products());
    }
    int[] inCart = new int[answers.length];
    for (int i = 0; i < answers.length; i++) {
      inCart[i] = question.write(Asked.of(batch.get(i), vocabulary, model.categories()), pack);
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
    question.read(Asked.of(context, vocabulary, model.categories()), seeds);
    scores.gather(seeds);
    size = 0;
    int[] candidates = context.candidates();
    if (candidates != null) {
      for (int item : candidates) {
        consider(context, vocabulary.row(item), states, state);
      }
      considerYoung(context, candidates, states, state);
    } else {
      for (int i = 0; i < scores.touched(); i++) {
        consider(context, scores.touched(i), states, state);
      }
      considerOthers(context, sequence, states, state);
      considerYoung(context, null, states, state);
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
    add(row, scores.score(states, state, row));
  }

  private void add(int row, float score) {
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, 2 * size);
      found = Arrays.copyOf(found, 2 * size);
    }
    rows[size] = row;
    found[size++] = score;
  }

  /**
   * Adds products that are younger than the model, by numbers above its rows.
   *
   * @param candidates null for all
   */
  private void considerYoung(
      ScoringContext context, int @Nullable [] candidates, float[] states, int state) {
    if (young == null) {
      return;
    }
    young.begin(seeds);
    int most = candidates == null ? young.size() : candidates.length;
    for (int i = 0; i < most; i++) {
      int number = candidates == null ? i : young.number(candidates[i]);
      if (number >= 0 && available(context, young.item(number))) {
        add(model.rows() + number, young.score(number, states, state, scores));
      }
    }
    young.end(seeds);
  }

  /** The item of a row, or of a young product above the rows. */
  private int item(int row) {
    return young != null && row >= model.rows()
        ? young.item(row - model.rows())
        : vocabulary.item(row);
  }

  private boolean mayBeOffered(ScoringContext context, int row) {
    return available(context, vocabulary.item(row));
  }

  private static boolean available(ScoringContext context, int item) {
    return context.mayName(item);
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
      int item = item(rows[i]);
      float score = (float) Math.exp((double) found[i] - best);
      if (top.admits(item, score) && !repeated(i)) {
        top.add(item, score);
      }
    }
    top.sort();
    int[] items = new int[top.size()];
    float[] positive = new float[items.length];
    for (int rank = 0; rank < items.length; rank++) {
      items[rank] = top.item(rank);
      positive[rank] = top.score(rank);
    }
    return new ScoredCandidates(items, positive, because(items, sequence, states, state));
  }

  /** A young product is carried by what carries the product that it is most like. */
  private int[] because(int[] items, Sequence sequence, float[] states, int state) {
    int[] asked = new int[items.length];
    for (int rank = 0; rank < items.length; rank++) {
      int row = vocabulary.row(items[rank]);
      asked[rank] = row >= 0 || young == null ? row : young.like(young.number(items[rank]));
    }
    int[] once = Arrays.stream(asked).distinct().toArray();
    int[] found = reasons.of(sequence, states, state, once);
    int[] because = new int[items.length];
    for (int rank = 0; rank < items.length; rank++) {
      for (int i = 0; i < once.length; i++) {
        because[rank] = once[i] == asked[rank] ? found[i] : because[rank];
      }
    }
    return because;
  }

  /** Candidates that are given may be given twice. */
  private boolean repeated(int index) {
    for (int i = 0; i < top.size(); i++) {
      if (top.item(i) == item(rows[index])) {
        return true;
      }
    }
    return false;
  }
}
