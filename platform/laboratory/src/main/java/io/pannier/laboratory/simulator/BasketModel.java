package io.pannier.laboratory.simulator;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Fills baskets as a shop's customers do: each product is one that the shopper bought before, with
 * the repeat probability; else the one of a few that the shopper comes across by popularity and
 * likes best, by a multinomial logit of the taste of {@link ShopTruth}. Each takes its companions
 * along: a product that is bought with it beyond chance joins with the share of its orders in which
 * it did, corrected pair by pair, times a balance that keeps the product as popular as it is.
 */
final class BasketModel {
  private static final int PROPOSALS = 3;
  private static final int COMPANIONS = 30;
  private static final int ATTEMPTS = 20;

  private final ShopTruth truth;
  private final double[] weights;
  private final int[][] companions;
  private final double[][] joins;
  private final double[] balance;
  private double repeats = 0.4;
  private AliasTable known;

  BasketModel(ShopTruth truth, PairCounts counts) {
    int n = truth.products().size();
    this.truth = truth;
    this.weights = new double[n];
    this.companions = new int[n][];
    this.joins = new double[n][];
    this.balance = new double[n];
    Arrays.fill(balance, 1);
    for (int p = 0; p < n; p++) {
      weights[p] = Math.max(0.1, counts.of(p));
      companions[p] = counts.companions(p, COMPANIONS);
      double[] excess = counts.excess(p);
      joins[p] = new double[companions[p].length];
      for (int k = 0; k < joins[p].length; k++) {
        joins[p][k] = excess[companions[p][k]] / Math.max(1, counts.of(p));
      }
    }
    this.known = new AliasTable(weights);
  }

  double repeats() {
    return repeats;
  }

  void repeats(double newRepeats) {
    repeats = newRepeats;
  }

  /** Corrects how often two products join each other, where they are companions. */
  void strengthen(int first, int second, double factor) {
    strengthenOneWay(first, second, factor);
    strengthenOneWay(second, first, factor);
  }

  private void strengthenOneWay(int product, int companion, double factor) {
    for (int k = 0; k < companions[product].length; k++) {
      if (companions[product][k] == companion) {
        joins[product][k] *= factor;
      }
    }
  }

  /** Corrects what was sold too often: it is come across and joins less often. */
  void reweigh(int[] wanted, int[] sold) {
    for (int p = 0; p < weights.length; p++) {
      double ratio = (wanted[p] + 1.0) / (sold[p] + 1.0);
      double correction = Math.clamp(StrictMath.sqrt(ratio), 0.4, 2.5);
      weights[p] *= correction;
      balance[p] *= correction;
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
    for (int attempt = 0; attempt < ATTEMPTS * size && basket.size() < size; attempt++) {
      boolean again = count > 0 && random.nextDouble() < repeats;
      int product = again ? earlier[random.nextInt(count)] : liked(shopper, random);
      if (basket.add(product)) {
        takeAlong(product, basket, size, random);
      }
    }
    return basket.stream().mapToInt(Integer::intValue).toArray();
  }

  /** From a random companion on, so that a full basket does not always lack the same ones. */
  private void takeAlong(int product, Set<Integer> basket, int size, SplittableRandom random) {
    int count = companions[product].length;
    int start = count == 0 ? 0 : random.nextInt(count);
    for (int k = 0; k < count && basket.size() < size; k++) {
      int at = (start + k) % count;
      int companion = companions[product][at];
      if (random.nextDouble() < joins[product][at] * balance[companion]) {
        basket.add(companion);
      }
    }
  }

  private int liked(SimulatedShopper shopper, SplittableRandom random) {
    int[] proposals = new int[PROPOSALS];
    double[] chances = new double[PROPOSALS];
    double sum = 0;
    for (int k = 0; k < PROPOSALS; k++) {
      proposals[k] = known.draw(random);
      chances[k] = StrictMath.exp(truth.liking(shopper, proposals[k]));
      sum += chances[k];
    }
    double point = random.nextDouble() * sum;
    for (int k = 0; k < PROPOSALS - 1; k++) {
      point -= chances[k];
      if (point < 0) {
        return proposals[k];
      }
    }
    return proposals[PROPOSALS - 1];
  }
}
