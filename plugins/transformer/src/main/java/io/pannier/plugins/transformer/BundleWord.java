package io.pannier.plugins.transformer;

import io.pannier.kernels.api.CandidateWord;
import io.pannier.spi.BundlingProblem;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the decoder corrects, and what a bundle must keep: at each step a candidate's score by the
 * encoder's state and by the neighbours of the cart and of what was chosen; impossible for a
 * candidate that does not fit. Made for one problem.
 */
final class BundleWord implements CandidateWord {
  /** What a relevance counts at least. */
  private static final float LEAST = 1e-6f;

  private final Fit fit;
  private final FusedScores scores;
  private final int[] rows;
  private final float[] base;
  private final float[] counts;
  private final float[] likeness;
  private final float[] countSums;
  private final float[] likenessSums;
  private final CandidatePairs pairs;

  /**
   * @param rows of the candidates, −1 for one that the model does not know
   * @param state of the encoder; null where nothing is known of the question, so that candidates
   *     count by their relevance
   * @param scores with the sums of the question
   * @param pairs of the same candidates
   */
  BundleWord(
      BundlingProblem problem,
      Fit fit,
      int[] rows,
      float @Nullable [] state,
      FusedScores scores,
      CandidatePairs pairs) {
    int n = rows.length;
    this.fit = fit;
    this.scores = scores;
    this.rows = state == null ? new int[n] : rows;
    this.base = new float[n];
    this.counts = new float[n];
    this.likeness = new float[n];
    this.countSums = new float[n];
    this.likenessSums = new float[n];
    this.pairs = pairs;
    if (state == null) {
      Arrays.fill(this.rows, -1);
    }
    float best = Float.NEGATIVE_INFINITY;
    for (int j = 0; j < n; j++) {
      int row = this.rows[j];
      if (row >= 0 && state != null) {
        base[j] = scores.deep(state, 0, row);
        counts[j] = scores.countSum(row);
        likeness[j] = scores.likenessSum(row);
        best = Math.max(best, base[j] + scores.wide(counts[j], likeness[j]));
      }
    }
    for (int j = 0; j < n; j++) {
      if (this.rows[j] < 0) {
        // Of a product that is younger than the model the one who scored it speaks.
        double relevance = Math.log(Math.max(LEAST, problem.relevance(j)));
        base[j] = (float) relevance + (best == Float.NEGATIVE_INFINITY ? 0 : best);
      }
    }
  }

  @Override
  public void speak(int request, int[] chosen, int size, float[] logits) {
    System.arraycopy(counts, 0, countSums, 0, counts.length);
    System.arraycopy(likeness, 0, likenessSums, 0, likeness.length);
    for (int a = 0; a < size; a++) {
      add(pairs.counts(chosen[a]), countSums);
      add(pairs.likeness(chosen[a]), likenessSums);
    }
    for (int j = 0; j < rows.length; j++) {
      if (logits[j] == FORBIDDEN) {
        continue;
      }
      if (fit.mayJoin(chosen, size, j)) {
        logits[j] += score(j);
      } else {
        logits[j] = FORBIDDEN;
      }
    }
    if (!fit.mayEnd(chosen, size)) {
      logits[rows.length] = FORBIDDEN;
    }
  }

  private float score(int candidate) {
    return rows[candidate] < 0
        ? base[candidate]
        : base[candidate] + scores.wide(countSums[candidate], likenessSums[candidate]);
  }

  private static void add(float[] from, float[] to) {
    for (int j = 0; j < to.length; j++) {
      to[j] += from[j];
    }
  }
}
