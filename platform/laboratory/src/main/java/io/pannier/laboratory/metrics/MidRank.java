package io.pannier.laboratory.metrics;

import io.pannier.spi.ScoredCandidates;

/**
 * Where an item stands in an answer, from 1. Among equal scores everyone stands in the middle: the
 * rank is the mean of the first and the last place of the tie, so that no strategy gains or loses
 * by the order in which it happens to write equals.
 *
 * <p>Items that a strategy leaves out are one more tie, behind all that it names: of n named and m
 * left out they stand at {@code n + (m + 1) / 2}. Where n + m ≥ 2k that is above k whatever n is,
 * so in any but a tiny catalogue what is left out earns nothing at k.
 *
 * <p>An answer that was cut off at a limit may cut a tie. With a limit of at least 2k no metric at
 * k notices: a tie that reaches the limit from its first place f has a mid-rank of at least {@code
 * (f + limit) / 2 > k}, and so have the items behind it.
 */
public final class MidRank {
  private MidRank() {}

  /**
   * @param answer best first
   * @param item the item that is looked for
   * @param eligible how many items there are to rank; at least as many as the answer names
   * @return ≥ 1
   */
  public static double of(ScoredCandidates answer, int item, int eligible) {
    int named = answer.size();
    for (int rank = 0; rank < named; rank++) {
      if (answer.item(rank) == item) {
        return middle(answer, rank);
      }
    }
    return named + (Math.max(1, eligible - named) + 1) / 2.0;
  }

  private static double middle(ScoredCandidates answer, int rank) {
    float score = answer.score(rank);
    int first = rank;
    int last = rank;
    while (first > 0 && answer.score(first - 1) == score) {
      first--;
    }
    while (last + 1 < answer.size() && answer.score(last + 1) == score) {
      last++;
    }
    return (first + last) / 2.0 + 1;
  }
}
