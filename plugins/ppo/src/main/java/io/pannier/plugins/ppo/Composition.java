package io.pannier.plugins.ppo;

import io.pannier.spi.BundleSettlement;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.SearchBudget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One answer of the policy. The first bundle is drawn, the others are what the policy would choose
 * without chance.
 *
 * <p>Legend: π the policy's probability of a set, ε the exploration, m(1), m(2) … the modes: what
 * grows, always by the most probable option, from the most probable first candidate, from the
 * second, and so on, each set once. The drawn bundle b is m(1) with probability 1 − ε and else
 * drawn from π; place k holds the k − 1-th mode that is not b. Hence the exact propensities
 *
 * <pre>{@code
 * q(s) = ε π(s) + (1 − ε) [s = m(1)]                        at the first place
 * 1 − q(m(1)) − … − q(m(k − 1))    of m(k − 1) at place k, where b is none of the first k − 1 modes
 * q(m(1)) + … + q(m(k − 1))        of m(k) at place k, where b is one of them
 * }</pre>
 *
 * <p>Exploring at the first place alone keeps them exact: the probability of a set at the second of
 * two places that are both drawn is a sum over all sets. One mode is one generation.
 */
final class Composition {
  /** Of a probability that rounding took to 0, although it happened. */
  private static final double LEAST_PROPENSITY = 1e-300;

  /** Sets that are looked at where no mask lets anything through. */
  private static final int LAST_RESORT = 20_000;

  private final BundlePolicy policy;
  private final ProblemView view;
  private final BundlingProblem problem;
  private final double exploration;
  private final BundleSettlement settlement;
  private final List<int[]> modes = new ArrayList<>();
  private int[] drawn = {};
  private double drawnProbability;
  private boolean explored;
  private boolean byChance;

  Composition(BundlePolicy policy, ProblemView view, double exploration) {
    this.policy = policy;
    this.view = view;
    this.problem = view.problem;
    this.settlement = new BundleSettlement(problem, view.evaluator);
    boolean countable = problem.constraints().maxItems() <= BundlePolicy.MOST_EXPLORED;
    this.exploration = countable ? exploration : 0;
  }

  /** True when the first bundle was drawn from the policy, and was not the mode's turn. */
  boolean byChance() {
    return byChance;
  }

  /** The set of the first bundle. */
  int[] drawn() {
    return drawn;
  }

  /** The policy's own probability of the first bundle, without the share of the mode. */
  double drawnProbability() {
    return drawnProbability;
  }

  /** How likely a set is as the first bundle, whatever is drawn. */
  double propensityOf(int[] set) {
    if (problem.size() == 0 || set.length > problem.constraints().maxItems()) {
      return 0;
    }
    if (!view.lookahead().anything()) {
      return Arrays.equals(set, view.lookahead().search(LAST_RESORT)) ? 1 : 0;
    }
    if (exploration < 1 && modes.isEmpty()) {
      modes.add(policy.mode(view, Choice.STOP));
    }
    double chance = exploration > 0 ? exploration * policy.probability(view, set) : 0;
    boolean mode = !modes.isEmpty() && Arrays.equals(set, modes.getFirst());
    return Math.clamp(chance + (mode ? 1 - exploration : 0), 0, 1);
  }

  BundlingResult run(SearchBudget budget) {
    if (problem.size() == 0) {
      return new BundlingResult(List.of(), 0, 0, List.of());
    }
    if (!view.lookahead().anything()) {
      return lastResort();
    }
    if (exploration < 1) {
      modes.add(policy.mode(view, Choice.STOP));
    }
    draw();
    long generations = 0;
    if (problem.limit() > 1) {
      generations = addModes(budget);
    }
    List<ComposedBundle> bundles = new ArrayList<>();
    bundles.add(settlement.settle(drawn, explored ? propensity(drawn, drawnProbability) : 1));
    if (explored) {
      addOthers(bundles);
    } else {
      for (int k = 1; k < Math.min(modes.size(), problem.limit()); k++) {
        bundles.add(settlement.settle(modes.get(k), 1));
      }
    }
    return new BundlingResult(
        bundles, generations, settlement.evaluations(), new WhyNot(view).rejections(1));
  }

  private void draw() {
    explored = exploration > 0;
    if (!explored) {
      drawn = modes.getFirst();
      return;
    }
    SplittableRandom random = new SplittableRandom(problem.seed());
    byChance = random.nextDouble() < exploration;
    drawn = byChance ? policy.sample(view, random) : modes.getFirst();
    drawnProbability = policy.probability(view, drawn);
  }

  /** Mixes in the mode's share. */
  private double propensity(int[] set, double probability) {
    boolean first = !modes.isEmpty() && Arrays.equals(set, modes.getFirst());
    double share = exploration * probability + (exploration < 1 && first ? 1 - exploration : 0);
    return Math.clamp(share, LEAST_PROPENSITY, 1);
  }

  private long addModes(SearchBudget budget) {
    long generations = 0;
    // A few starts come to the same set; no longer than twice as many are tried.
    for (int rank = modes.size();
        modes.size() < problem.limit()
            && rank < 2 * problem.limit() + 2
            && budget.allows(generations);
        rank++) {
      int first = policy.first(view, rank);
      if (first == Choice.STOP) {
        break;
      }
      generations++;
      int[] mode = policy.mode(view, first);
      if (modes.stream().noneMatch(known -> Arrays.equals(known, mode))) {
        modes.add(mode);
      }
    }
    return generations;
  }

  private void addOthers(List<ComposedBundle> bundles) {
    double reached = 0;
    boolean passed = false;
    for (int k = 2; k <= Math.min(modes.size(), problem.limit()); k++) {
      int[] before = modes.get(k - 2);
      reached += propensity(before, policy.probability(view, before));
      passed |= Arrays.equals(before, drawn);
      int[] set = passed ? modes.get(k - 1) : before;
      double propensity = passed ? reached : 1 - reached;
      bundles.add(settlement.settle(set, Math.clamp(propensity, LEAST_PROPENSITY, 1)));
    }
  }

  private BundlingResult lastResort() {
    int[] found = view.lookahead().search(LAST_RESORT);
    List<ComposedBundle> bundles =
        found.length == 0 ? List.of() : List.of(settlement.settle(found, 1));
    return new BundlingResult(bundles, 0, settlement.evaluations(), new WhyNot(view).rejections(3));
  }
}
