package io.pannier.plugins.itemknn;

import io.pannier.spi.ScoredCandidates;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;

/**
 * Figures of the protocol {@code within-basket}.
 *
 * @param hr5 share of baskets whose hidden item stands among the first 5
 * @param mrr20 mean of 1 / rank where that is at most 20, else 0
 */
record HitRates(double hr5, double hr10, double hr20, double mrr20) {

  /**
   * Hides one item of each basket, by seed, and ranks the catalogue given the rest; the mid-rank
   * counts among equal scores.
   */
  static HitRates measure(
      List<int[]> baskets, long seed, Function<int[], ScoredCandidates> ranking) {
    Random random = new Random(seed);
    double[] sums = new double[4];
    for (int[] basket : baskets) {
      int hidden = random.nextInt(basket.length);
      int[] rest = new int[basket.length - 1];
      System.arraycopy(basket, 0, rest, 0, hidden);
      System.arraycopy(basket, hidden + 1, rest, hidden, rest.length - hidden);
      double rank = midRank(ranking.apply(rest), basket[hidden]);
      sums[0] += rank <= 5 ? 1 : 0;
      sums[1] += rank <= 10 ? 1 : 0;
      sums[2] += rank <= 20 ? 1 : 0;
      sums[3] += rank <= 20 ? 1 / rank : 0;
    }
    int n = baskets.size();
    return new HitRates(sums[0] / n, sums[1] / n, sums[2] / n, sums[3] / n);
  }

  private static double midRank(ScoredCandidates answer, int item) {
    for (int rank = 0; rank < answer.size(); rank++) {
      if (answer.item(rank) == item) {
        int first = rank;
        int last = rank;
        while (first > 0 && answer.score(first - 1) == answer.score(rank)) {
          first--;
        }
        while (last + 1 < answer.size() && answer.score(last + 1) == answer.score(rank)) {
          last++;
        }
        return (first + last) / 2.0 + 1;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  static HitRates mean(List<HitRates> all) {
    return new HitRates(
        all.stream().mapToDouble(HitRates::hr5).average().orElseThrow(),
        all.stream().mapToDouble(HitRates::hr10).average().orElseThrow(),
        all.stream().mapToDouble(HitRates::hr20).average().orElseThrow(),
        all.stream().mapToDouble(HitRates::mrr20).average().orElseThrow());
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "HR@5 %.4f HR@10 %.4f HR@20 %.4f MRR@20 %.4f", hr5, hr10, hr20, mrr20);
  }
}
