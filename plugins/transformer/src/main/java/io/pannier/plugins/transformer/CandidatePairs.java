package io.pannier.plugins.transformer;

import io.pannier.kernels.api.Neighbours;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What candidates of a problem say of each other as neighbours, found when it is first asked. */
final class CandidatePairs {
  private final FusedScores scores;
  private final int[] rows;
  private final float[] @Nullable [] counts;
  private final float[] @Nullable [] likeness;
  private final Map<Integer, Integer> places = new HashMap<>();

  /**
   * @param rows of the candidates, −1 for one that the model does not know
   */
  CandidatePairs(FusedScores scores, int[] rows) {
    this.scores = scores;
    this.rows = rows;
    this.counts = new float[rows.length][];
    this.likeness = new float[rows.length][];
    for (int j = 0; j < rows.length; j++) {
      if (rows[j] >= 0) {
        places.put(rows[j], j);
      }
    }
  }

  /** (candidates): the squared cosines of a candidate with each. */
  float[] counts(int candidate) {
    return pairs(counts, scores.cosines(), candidate);
  }

  /** (candidates): the squared likenesses. */
  float[] likeness(int candidate) {
    return pairs(likeness, scores.likeness(), candidate);
  }

  private float[] pairs(float[] @Nullable [] known, Neighbours table, int candidate) {
    float[] pairs = known[candidate];
    if (pairs == null) {
      pairs = new float[rows.length];
      known[candidate] = pairs;
      int row = rows[candidate];
      if (row >= 0) {
        for (int at = table.offsets()[row]; at < table.offsets()[row + 1]; at++) {
          Integer place = places.get(table.items()[at]);
          if (place != null) {
            pairs[place] = table.weights()[at];
          }
        }
      }
    }
    return pairs;
  }
}
