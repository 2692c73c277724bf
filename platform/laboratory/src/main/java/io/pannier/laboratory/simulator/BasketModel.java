package io.pannier.laboratory.simulator;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Fills baskets as a shop's customers do: each product is one that the shopper bought before, with
 * the repeat probability; else one that goes along with a product in the basket, with the companion
 * probability; else the one of a few that the shopper comes across by popularity and likes best, by
 * a multinomial logit of the utility of {@link ShopTruth}.
 */
final class BasketModel {
  private static final int PROPOSALS = 3;
  private static final int COMPANIONS = 30;
  private static final int ATTEMPTS = 20;

  private final ShopTruth truth;
  private final double[] weights;
  private final int[][] companions;
  private final @Nullable AliasTable[] companionDraws;
  private double repeats = 0.4;
  private double alongs = 0.4;
  private AliasTable known;

  BasketModel(ShopTruth truth, PairCounts counts) {
    int n = truth.products().size();
    this.truth = truth;
    this.weights = new double[n];
    this.companions = new int[n][];
    this.companionDraws = new AliasTable[n];
    for (int p = 0; p < n; p++) {
      weights[p] = Math.max(0.1, counts.of(p));
      companions[p] = counts.companions(p, COMPANIONS);
      if (companions[p].length > 0) {
        double[] excess = counts.excess(p);
        double[] share = new double[companions[p].length];
        for (int k = 0; k < share.length; k++) {
          share[k] = excess[companions[p][k]];
        }
        companionDraws[p] = new AliasTable(share);
      }
    }
    this.known = new AliasTable(weights);
  }

  double repeats() {
    return repeats;
  }

  double alongs() {
    return alongs;
  }

  void probabilities(double newRepeats, double newAlongs) {
    repeats = newRepeats;
    alongs = newAlongs;
  }

  /** Moves the popularity such that what was sold too often is come across less often. */
  void reweigh(int[] wanted, int[] sold) {
    for (int p = 0; p < weights.length; p++) {
      double ratio = (wanted[p] + 1.0) / (sold[p] + 1.0);
      weights[p] *= Math.clamp(StrictMath.pow(ratio, 0.6), 0.3, 3);
    }
    known = new AliasTable(weights);
  }

  /**
   * Fills one basket.
   *
   * @param size distinct products; fewer where nothing new is found
   * @param earlier what the shopper bought before, with repetition, filled up to {@code count}
   */
  int[] draw(
      SimulatedShopper shopper, int size, int[] earlier, int count, SplittableRandom random) {
    Set<Integer> basket = new LinkedHashSet<>();
    int[] inBasket = new int[size];
    for (int attempt = 0; attempt < ATTEMPTS * size && basket.size() < size; attempt++) {
      int product = next(shopper, inBasket, basket.size(), earlier, count, random);
      if (product >= 0 && basket.add(product)) {
        inBasket[basket.size() - 1] = product;
      }
    }
    return basket.stream().mapToInt(Integer::intValue).toArray();
  }

  private int next(
      SimulatedShopper shopper,
      int[] inBasket,
      int filled,
      int[] earlier,
      int count,
      SplittableRandom random) {
    double point = random.nextDouble();
    if (count > 0) {
      if (point < repeats) {
        return earlier[random.nextInt(count)];
      }
      point = (point - repeats) / (1 - repeats);
    }
    if (filled > 0 && point < alongs) {
      int anchor = inBasket[random.nextInt(filled)];
      AliasTable table = companionDraws[anchor];
      return table == null ? -1 : companions[anchor][table.draw(random)];
    }
    return liked(shopper, random);
  }

  private int liked(SimulatedShopper shopper, SplittableRandom random) {
    int[] proposals = new int[PROPOSALS];
    double[] pull = new double[PROPOSALS];
    double sum = 0;
    for (int k = 0; k < PROPOSALS; k++) {
      proposals[k] = known.draw(random);
      pull[k] = StrictMath.exp(truth.utility(shopper, proposals[k]));
      sum += pull[k];
    }
    double point = random.nextDouble() * sum;
    for (int k = 0; k < PROPOSALS - 1; k++) {
      point -= pull[k];
      if (point < 0) {
        return proposals[k];
      }
    }
    return proposals[PROPOSALS - 1];
  }
}
