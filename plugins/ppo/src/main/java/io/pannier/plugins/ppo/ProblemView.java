package io.pannier.plugins.ppo;

import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.Objective;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A bundling problem as the policy observes it: features of every candidate that no change of
 * currency or of the shop's price level alters, and their summary for the critic. One thread.
 */
final class ProblemView {
  /** Numbers that describe one candidate, the last three the same for all of a problem. */
  static final int FEATURES = 10;

  /** Numbers that describe the problem: mean and maximum of each feature. */
  static final int SUMMARY = 2 * FEATURES;

  /** Utilities below this share of the best single candidate's count as this share. */
  private static final double LEAST_SHARE = 1e-4;

  final BundlingProblem problem;
  final BundleEvaluator evaluator;
  final double logBaseRate;

  /** Row-major (n, FEATURES). */
  final double[] features;

  /** Of length SUMMARY. */
  final double[] summary;

  private final double reference;
  private final double[] weights = new double[Objective.count()];
  private final Lookahead lookahead;
  private int @Nullable [] cachedSet;
  private Choice[] cached = {};

  ProblemView(BundlingProblem problem) {
    this.problem = problem;
    this.evaluator = new BundleEvaluator(problem);
    this.logBaseRate = StrictMath.log(problem.model().baseRate());
    for (Objective objective : Objective.values()) {
      weights[objective.ordinal()] = evaluator.scaledWeight(objective);
    }
    this.lookahead = new Lookahead(this);
    int n = problem.size();
    this.features = new double[n * FEATURES];
    this.summary = new double[SUMMARY];
    double best = 0;
    SetSums none = new SetSums(this);
    for (int i = 0; i < n; i++) {
      best = Math.max(best, none.utilityWith(i));
    }
    this.reference = best > 0 ? best : 1;
    if (n > 0) {
      describe();
    }
  }

  Lookahead lookahead() {
    return lookahead;
  }

  /** What one unit of an objective adds to the utility. */
  double weight(Objective objective) {
    return weights[objective.ordinal()];
  }

  /** The smallest discount that brings a list price within the budget, minor units. */
  long leastDiscount(long list) {
    long over = Math.max(0, list - problem.constraints().budget());
    return Math.min(over, evaluator.largestDiscount(list));
  }

  /** Logarithm of a utility as a share of the best single candidate's; bounded from below. */
  double logShare(double utility) {
    return StrictMath.log(Math.max(LEAST_SHARE, utility / reference));
  }

  /**
   * The choices on all ways to a set: entry m is what there is to choose once the members of the
   * bits of m are chosen. Kept for the set that was asked for last, since an update of the policy
   * asks again and again.
   *
   * @param set at most {@link BundlePolicy#MOST_EXPLORED} candidates, ascending
   */
  Choice[] choices(int[] set) {
    if (cachedSet == null || !Arrays.equals(cachedSet, set)) {
      Choice[] all = new Choice[1 << set.length];
      SetSums sums = new SetSums(this);
      for (int mask = 0; mask < all.length; mask++) {
        sums.clear();
        for (int a = 0; a < set.length; a++) {
          if ((mask >> a & 1) != 0) {
            sums.add(set[a]);
          }
        }
        all[mask] = Choice.after(this, sums);
      }
      cached = all;
      cachedSet = set.clone();
    }
    return cached;
  }

  private void describe() {
    int n = problem.size();
    double middle = medianLogPrice();
    for (int i = 0; i < n; i++) {
      int at = i * FEATURES;
      double price = problem.price(i);
      features[at] = evaluator.logRelevance(i) / 3;
      features[at + 1] = bounded(logPrice(i) - middle);
      features[at + 2] = price > 0 ? Math.max(-1, (price - problem.cost(i)) / price) : -1;
      features[at + 3] = bounded(problem.cartLift(i));
      features[at + 4] = problem.relief(i);
      features[at + 5] = 1.0 / problem.stock(i);
      features[at + 6] = bestPartner(i);
    }
    double meanRelevance = 0;
    double bestMargin = -1;
    for (int i = 0; i < n; i++) {
      meanRelevance += features[i * FEATURES] / n;
      bestMargin = Math.max(bestMargin, features[i * FEATURES + 2]);
    }
    for (int i = 0; i < n; i++) {
      int at = i * FEATURES;
      features[at + 7] = meanRelevance;
      features[at + 8] = bestMargin;
      features[at + 9] = StrictMath.log(n) / 5;
    }
    summarise();
  }

  private void summarise() {
    int n = problem.size();
    Arrays.fill(summary, FEATURES, SUMMARY, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < n; i++) {
      for (int f = 0; f < FEATURES; f++) {
        double value = features[i * FEATURES + f];
        summary[f] += value / n;
        summary[FEATURES + f] = Math.max(summary[FEATURES + f], value);
      }
    }
  }

  private double bestPartner(int i) {
    double best = 0;
    for (int j = 0; j < problem.size(); j++) {
      best = Math.max(best, problem.lift(i, j));
    }
    return bounded(best);
  }

  private double medianLogPrice() {
    double[] logs = new double[problem.size()];
    Arrays.setAll(logs, this::logPrice);
    Arrays.sort(logs);
    return logs[logs.length / 2];
  }

  private double logPrice(int i) {
    return StrictMath.log(Math.max(1.0, (double) problem.price(i)));
  }

  /** Within −2 and 2: what is larger is an outlier to the network. */
  private static double bounded(double value) {
    return Math.clamp(value / 2, -2, 2);
  }
}
