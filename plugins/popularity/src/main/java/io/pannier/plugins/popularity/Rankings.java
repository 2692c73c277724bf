package io.pannier.plugins.popularity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rankings by set of weights, as placements differ in them; the one that was used longest ago
 * makes room. Not thread-safe.
 */
final class Rankings {
  private final PopularityConfig config;
  // Most recently used first. There are about as many as placements, so a search is short.
  private final List<Ranking> rankings = new ArrayList<>();

  Rankings(PopularityConfig config) {
    this.config = config;
  }

  Ranking by(float[] weights) {
    for (int i = 0; i < rankings.size(); i++) {
      Ranking ranking = rankings.get(i);
      if (Arrays.equals(ranking.weights(), weights)) {
        if (i > 0) {
          rankings.remove(i);
          rankings.addFirst(ranking);
        }
        return ranking;
      }
    }
    if (rankings.size() == config.rankings()) {
      rankings.removeLast();
    }
    Ranking ranking = new Ranking(weights, config);
    rankings.addFirst(ranking);
    return ranking;
  }
}
