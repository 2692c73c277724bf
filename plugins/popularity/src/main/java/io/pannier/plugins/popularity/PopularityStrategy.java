package io.pannier.plugins.popularity;

import io.pannier.spi.Product;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ScoringStrategy;
import io.pannier.spi.TopItems;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The strategy {@code popularity} for one shop: the most popular products that may be offered, less
 * what this shopper turned down lately. It has a last answer for everyone, also in a shop where
 * nothing has happened yet.
 */
final class PopularityStrategy implements ScoringStrategy {
  private final Clock clock;
  private final Rankings rankings;
  private final Dismissals dismissals;
  private final TopItems top = new TopItems();
  private long batches;

  PopularityStrategy(PopularityConfig config, Clock clock) {
    this.clock = clock;
    rankings = new Rankings(config);
    dismissals = new Dismissals(config.dismissalHalfLifeHours());
  }

  @Override
  public List<ScoredCandidates> score(List<ScoringContext> batch) {
    long now = clock.millis();
    List<ScoredCandidates> answers = new ArrayList<>(batch.size());
    batches++;
    for (ScoringContext context : batch) {
      // Who interrupts has given up on the answer; an empty one ends the call soonest.
      if (Thread.currentThread().isInterrupted()) {
        answers.add(ScoredCandidates.empty());
        continue;
      }
      dismissals.read(context);
      top.reset(context.limit());
      int[] candidates = context.candidates();
      if (candidates != null) {
        selectGiven(context, candidates);
      } else {
        Ranking ranking = rankings.by(context.eventWeights());
        int wanted = context.limit() + dismissals.size() + context.cart().length;
        ranking.advance(context.catalogue(), wanted, now, batches);
        selectRanked(context, ranking);
      }
      answers.add(answer());
    }
    return answers;
  }

  /**
   * Dismissals reorder the top. As many further products are looked at as were dismissed: what
   * stands behind those cannot pass the ones that were not.
   */
  private void selectRanked(ScoringContext context, Ranking ranking) {
    int left = context.limit() + dismissals.size();
    for (int rank = 0; rank < ranking.size() && left > 0; rank++) {
      int item = ranking.item(rank);
      if (offerable(context, item)) {
        top.add(item, ranking.score(rank) * dismissals.factor(item));
        left--;
      }
    }
  }

  private void selectGiven(ScoringContext context, int[] candidates) {
    int[] sorted = candidates.clone();
    Arrays.sort(sorted);
    int previous = -1;
    for (int item : sorted) {
      if (item == previous) {
        continue;
      }
      previous = item;
      Product product = context.catalogue().product(item);
      if (product != null && offerable(context, item)) {
        float score = Popularity.score(product, context.eventWeights());
        top.add(item, score * dismissals.factor(item));
      }
    }
  }

  private static boolean offerable(ScoringContext context, int item) {
    return context.mayName(item);
  }

  private ScoredCandidates answer() {
    top.sort();
    int[] items = new int[top.size()];
    float[] scores = new float[items.length];
    int[] because = new int[items.length];
    Arrays.fill(because, -1);
    for (int rank = 0; rank < items.length; rank++) {
      items[rank] = top.item(rank);
      scores[rank] = top.score(rank);
    }
    return new ScoredCandidates(items, scores, because);
  }
}
