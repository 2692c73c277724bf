package io.pannier.plugins.itemknn;

import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.TopItems;

/**
 * Scores the neighbours of the seeds:
 *
 * <pre>{@code score(j) = (Σ over seeds i of weight(i) · cos(i, j)^p)^(1/p) · dismissal(j)}</pre>
 *
 * where p is the sharpness. With p = 1 it is the sum of Deshpande and Karypis (2004, figure 2);
 * above 1 one close neighbour counts for more than many distant ones, which is the case
 * amplification of Breese et al. (1998, section 2.2.3). Not thread-safe.
 */
final class NeighbourScorer {
  private final Neighbourhoods neighbourhoods;
  private final ItemKnnConfig config;
  private final Seeds seeds;
  private final Dismissals dismissals;
  private final SparseScores scores = new SparseScores();
  private final TopItems top = new TopItems();

  NeighbourScorer(Neighbourhoods neighbourhoods, ItemKnnConfig config) {
    this.neighbourhoods = neighbourhoods;
    this.config = config;
    seeds = new Seeds(config);
    dismissals = new Dismissals(config.dismissalHalfLifeHours());
  }

  /**
   * @param items one more than the highest item that may be a neighbour
   * @return empty where nothing that the shopper touched has a neighbour that may be offered
   */
  ScoredCandidates score(ScoringContext context, int items) {
    scores.ensure(items);
    seeds.read(context);
    for (int i = 0; i < seeds.size(); i++) {
      int seed = seeds.item(i);
      scores.add(neighbourhoods.of(seed), seeds.weight(i), seed);
    }
    dismissals.read(context);
    for (int i = 0; i < dismissals.size(); i++) {
      scores.scale(dismissals.item(i), Sharpness.raise(dismissals.factor(i), config.sharpness()));
    }
    top.reset(context.limit());
    int[] candidates = context.candidates();
    boolean any = candidates == null ? selectTouched(context) : selectGiven(context, candidates);
    ScoredCandidates answer = any ? answer() : ScoredCandidates.empty();
    scores.clear();
    return answer;
  }

  private boolean selectTouched(ScoringContext context) {
    for (int i = 0; i < scores.size(); i++) {
      int item = scores.touched(i);
      float sum = scores.sum(item);
      if (sum > 0 && top.admits(item, sum) && offerable(context, item)) {
        top.add(item, sum);
      }
    }
    return top.size() > 0;
  }

  /** Given candidates keep their place in the answer with a score of 0, if any has a score. */
  private boolean selectGiven(ScoringContext context, int[] candidates) {
    boolean any = false;
    for (int i = 0; i < candidates.length; i++) {
      int item = candidates[i];
      float sum = scores.sum(item);
      if (top.admits(item, sum) && offerable(context, item) && !repeated(candidates, i)) {
        top.add(item, sum);
        any |= sum > 0;
      }
    }
    return any;
  }

  private static boolean offerable(ScoringContext context, int item) {
    return context.mayName(item);
  }

  private static boolean repeated(int[] candidates, int index) {
    for (int i = 0; i < index; i++) {
      if (candidates[i] == candidates[index]) {
        return true;
      }
    }
    return false;
  }

  private ScoredCandidates answer() {
    top.sort();
    int[] items = new int[top.size()];
    float[] values = new float[items.length];
    int[] because = new int[items.length];
    for (int rank = 0; rank < items.length; rank++) {
      int item = top.item(rank);
      items[rank] = item;
      values[rank] = Sharpness.root(top.score(rank), config.sharpness());
      because[rank] = top.score(rank) > 0 ? scores.because(item) : -1;
    }
    return new ScoredCandidates(items, values, because);
  }
}
