package io.pannier.optimizer;

import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.BundlingStrategy;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.Objective;
import io.pannier.spi.PinnedComposition;
import io.pannier.spi.SearchBudget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Composes bundles when no strategy can: starts from each of the best candidates, adds the
 * candidate that raises utility most, one unit of each and no discount, until nothing raises it.
 * Always feasible, cannot hang, and looks at a bounded number of candidates.
 */
public final class GreedyComposer {
  public static final String NAME = "greedy@platform";
  private static final int LOOKED_AT = 24;

  private final BundlingProblem problem;
  private final BundleEvaluator evaluator;

  private GreedyComposer(BundlingProblem problem) {
    this.problem = problem;
    this.evaluator = new BundleEvaluator(problem);
  }

  public static BundlingResult compose(BundlingProblem problem) {
    BundlingStrategy greedy = (asked, budget) -> new GreedyComposer(asked).compose();
    return PinnedComposition.compose(greedy, problem, SearchBudget.ofGenerations(0));
  }

  private BundlingResult compose() {
    List<ComposedBundle> bundles = new ArrayList<>();
    List<BundlingResult.Rejection> rejections = new ArrayList<>();
    int looked = Math.min(LOOKED_AT, problem.size());
    boolean[] used = new boolean[problem.size()];
    // What a rule asks for may stand far down, and where there is one item only, it must be that.
    int starts = problem.demands().groups() == 0 ? looked : problem.size();
    for (int first = 0; first < starts && bundles.size() < problem.limit(); first++) {
      if (used[first]) {
        continue;
      }
      ComposedBundle bundle = grow(first, used, looked);
      if (bundle != null) {
        bundles.add(bundle);
        for (int candidate : bundle.candidates()) {
          used[candidate] = true;
        }
      } else if (rejections.size() < 3) {
        evaluator.violation(bundle(new int[] {first})).ifPresent(rejections::add);
      }
    }
    bundles.sort((a, b) -> Double.compare(b.utility(), a.utility()));
    return new BundlingResult(bundles, 0, 0, rejections);
  }

  /** The best feasible bundle on the way from one candidate to a full one, or null. */
  private @Nullable ComposedBundle grow(int first, boolean[] used, int looked) {
    int[] members = {first};
    ComposedBundle best = null;
    while (true) {
      ComposedBundle here = bundle(members);
      boolean feasible = evaluator.violation(here).isEmpty();
      if (feasible && (best == null || here.utility() > best.utility())) {
        best = here;
      } else if (feasible) {
        return best;
      }
      if (members.length >= problem.constraints().maxItems()) {
        return best;
      }
      int[] next = bestAddition(members, used, looked);
      if (next == null) {
        return best;
      }
      members = next;
    }
  }

  /** Where a rule asks for something that is not there yet, the addition is of that. */
  private int @Nullable [] bestAddition(int[] members, boolean[] used, int looked) {
    int[] best = null;
    double bestUtility = Double.NEGATIVE_INFINITY;
    int asked = problem.demands().unmet(members, members.length);
    int last = asked < 0 ? looked : problem.size();
    for (int candidate = 0; candidate < last; candidate++) {
      // What a rule asks for may be in several bundles: there may be no more of it.
      boolean open = asked < 0 ? !used[candidate] : problem.demands().contains(asked, candidate);
      if (!open || Arrays.binarySearch(members, candidate) >= 0) {
        continue;
      }
      int[] trial = Arrays.copyOf(members, members.length + 1);
      trial[members.length] = candidate;
      Arrays.sort(trial);
      ComposedBundle bundle = bundle(trial);
      if (bundle.utility() > bestUtility && !excluded(members, candidate)) {
        bestUtility = bundle.utility();
        best = trial;
      }
    }
    return best;
  }

  private boolean excluded(int[] members, int candidate) {
    for (int member : members) {
      if (problem.incompatible(member, candidate)) {
        return true;
      }
    }
    return false;
  }

  private ComposedBundle bundle(int[] members) {
    int[] quantities = new int[members.length];
    Arrays.fill(quantities, 1);
    double[] objectives = new double[Objective.count()];
    evaluator.objectives(members, quantities, members.length, 0, objectives);
    return new ComposedBundle(members, quantities, 0, objectives, evaluator.utility(objectives), 1);
  }
}
