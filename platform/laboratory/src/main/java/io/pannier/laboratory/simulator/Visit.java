package io.pannier.laboratory.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What one shopper does in one visit, by the truth: looks at products of a liked category, takes
 * the one of those by a multinomial logit with an outside option, takes true complements along with
 * their affinity, repeats an earlier purchase by loyalty, and buys or leaves.
 */
final class Visit {
  private static final int CONSIDERED = 12;
  private static final int LOOKED_AT = 3;
  private static final double OUTSIDE_UTILITY = 1.5;
  private static final double FURTHER_MISSIONS = 0.9;
  private static final double BUYS = 0.65;
  private static final double TAKES_TWO = 0.15;
  private static final double FROM_ANYWHERE = 0.3;

  private final ShopTruth truth;
  private final SimulatedShopper shopper;
  private final SplittableRandom random;
  private final List<Integer> viewed = new ArrayList<>();
  private final Map<Integer, Integer> basket = new LinkedHashMap<>();
  private boolean bought;

  Visit(ShopTruth truth, SimulatedShopper shopper, SplittableRandom random) {
    this.truth = truth;
    this.shopper = shopper;
    this.random = random;
  }

  /**
   * Plays the visit.
   *
   * @param earlier products bought before, filled up to {@code earlierCount}
   */
  void play(int[] earlier, int earlierCount) {
    int missions = 1 + Draws.poisson(random, FURTHER_MISSIONS);
    for (int mission = 0; mission < missions; mission++) {
      int choice = choose();
      if (choice >= 0) {
        take(choice);
      }
    }
    if (earlierCount > 0 && random.nextDouble() < shopper.loyalty()) {
      take(earlier[random.nextInt(earlierCount)]);
    }
    bought = !basket.isEmpty() && random.nextDouble() < BUYS;
  }

  /** The product chosen among those considered, -1 for none. */
  private int choose() {
    int category = truth.category(shopper, random);
    int[] considered = new int[CONSIDERED];
    double[] weights = new double[CONSIDERED];
    double sum = StrictMath.exp(OUTSIDE_UTILITY);
    for (int i = 0; i < CONSIDERED; i++) {
      boolean anywhere = random.nextDouble() < FROM_ANYWHERE;
      considered[i] = truth.comeAcross(anywhere ? -1 : category, random);
      weights[i] = StrictMath.exp(truth.utility(shopper, considered[i]));
      sum += weights[i];
      if (i < LOOKED_AT) {
        viewed.add(considered[i]);
      }
    }
    double point = random.nextDouble() * sum;
    for (int i = 0; i < CONSIDERED; i++) {
      point -= weights[i];
      if (point < 0) {
        if (i >= LOOKED_AT) {
          viewed.add(considered[i]);
        }
        return considered[i];
      }
    }
    return -1;
  }

  private void take(int product) {
    if (basket.putIfAbsent(product, random.nextDouble() < TAKES_TWO ? 2 : 1) != null) {
      return;
    }
    for (int partner : truth.complements().groupMembers(product)) {
      if (partner == product || basket.containsKey(partner)) {
        continue;
      }
      double probability =
          truth.complements().affinity(product, partner) * truth.affordable(shopper, partner);
      if (random.nextDouble() < probability) {
        viewed.add(partner);
        basket.put(partner, 1);
      }
    }
  }

  List<Integer> viewed() {
    return viewed;
  }

  /** Quantities by product, in the order in which they were taken. */
  Map<Integer, Integer> basket() {
    return basket;
  }

  boolean bought() {
    return bought;
  }
}
