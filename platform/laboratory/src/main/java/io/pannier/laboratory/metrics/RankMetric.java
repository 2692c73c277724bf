package io.pannier.laboratory.metrics;

import java.util.Locale;

/**
 * A figure of one ranking, 0 to 1, from the ranks of the items that should have been on top.
 *
 * @param kind what is measured
 * @param k how many places count, ≥ 1
 */
public record RankMetric(Kind kind, int k) {
  /** What can be measured. Here r are the ranks of the wanted items, from 1, and n their number. */
  public enum Kind {
    /** Share of the wanted items with r ≤ k. */
    RECALL,
    /**
     * {@code Σ over r ≤ k of 1 / log2(1 + r)}, over the same sum for the ranks 1 to min(n, k):
     * Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4),
     * 2002, with gains of 0 and 1.
     */
    NDCG,
    /** 1 if any r ≤ k, else 0: the share of people with a hit. */
    PHR,
    /** 1 if any r ≤ k, else 0: the hit rate. */
    HR,
    /** 1 over the smallest r if that is ≤ k, else 0. */
    MRR
  }

  public RankMetric {
    if (k < 1) {
      throw new IllegalArgumentException("k " + k + " is not positive");
    }
  }

  /** Lower case, for example {@code ndcg@10}. */
  public String name() {
    return kind.name().toLowerCase(Locale.ROOT) + "@" + k;
  }

  /**
   * @param ranks ascending ranks of the wanted items, ≥ 1, halves allowed; at least one
   * @return 0 to 1
   */
  public double of(double[] ranks) {
    int hits = 0;
    double gain = 0;
    for (double rank : ranks) {
      if (rank <= k) {
        hits++;
        gain += gain(rank);
      }
    }
    return switch (kind) {
      case RECALL -> hits / (double) ranks.length;
      // Several wanted items in one tie share its mid-rank, which may lift their sum above the
      // ideal of whole ranks.
      case NDCG -> Math.min(1, gain / ideal(Math.min(ranks.length, k)));
      case PHR, HR -> hits > 0 ? 1 : 0;
      case MRR -> hits > 0 ? 1 / ranks[0] : 0;
    };
  }

  private static double ideal(int count) {
    double sum = 0;
    for (int rank = 1; rank <= count; rank++) {
      sum += gain(rank);
    }
    return sum;
  }

  private static double gain(double rank) {
    return Math.log(2) / Math.log1p(rank);
  }
}
