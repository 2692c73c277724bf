package io.pannier.plugins.ppo;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.ConversionModel;
import io.pannier.spi.Objective;
import io.pannier.spitestkit.ProblemDraft;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Small problems from a seed whose constraints are often tight, sometimes impossible. */
final class HardProblems {
  private HardProblems() {}

  static BundlingProblem random(long seed, int n, int limit) {
    SplittableRandom random = new SplittableRandom(seed);
    ProblemDraft draft = new ProblemDraft(n, seed);
    int scarcity = 2 + random.nextInt(12);
    for (int i = 0; i < n; i++) {
      draft.relevance[i] = (float) (0.05 + 0.95 * random.nextDouble());
      draft.prices[i] = random.nextInt(25) == 0 ? 0 : 200 + random.nextInt(3000);
      draft.costs[i] = Math.round(draft.prices[i] * 1.1 * random.nextDouble());
      draft.stocks[i] = 1 + random.nextInt(4);
      draft.categories[i] = random.nextInt(5) - 1;
      draft.relief[i] = (float) random.nextDouble();
      draft.cartLift[i] = (float) random.nextGaussian();
      for (int j = 0; j < i; j++) {
        draft.lift(i, j, (float) random.nextGaussian());
        if (random.nextInt(scarcity) == 0) {
          draft.incompatible(i, j);
        }
      }
      int other = random.nextInt(n);
      if (random.nextInt(scarcity) == 0 && other != i) {
        draft.requires(i, other);
      }
    }
    for (int k = 0; k < Objective.count(); k++) {
      draft.weights[k] = random.nextInt(3) == 0 ? 0 : random.nextDouble();
    }
    draft.weights[random.nextInt(Objective.count())] = 1;
    draft.limit = limit;
    draft.model =
        new ConversionModel(
            0.01 + 0.3 * random.nextDouble(),
            random.nextDouble(),
            3 * random.nextDouble(),
            0.4 * random.nextDouble());
    int least = 1 + random.nextInt(3);
    draft.constraints(
        new BundleConstraints(
            least,
            least + random.nextInt(3),
            1 + random.nextInt(3),
            random.nextBoolean() ? Long.MAX_VALUE : 300 + random.nextInt(5000),
            random.nextInt(3) == 0 ? -1 : 0.6 * random.nextDouble(),
            random.nextInt(3) == 0 ? 0 : 0.5 * random.nextDouble(),
            random.nextInt(3) == 0 ? Integer.MAX_VALUE : 1 + random.nextInt(2)));
    return draft.build();
  }

  /** Every set that is a bundle with one unit of each at some whole discount, by brute force. */
  static List<int[]> feasibleSets(BundlingProblem problem) {
    List<int[]> sets = new ArrayList<>();
    BundleEvaluator evaluator = new BundleEvaluator(problem);
    for (int bits = 1; bits < 1 << problem.size(); bits++) {
      int[] set = members(bits);
      int[] ones = new int[set.length];
      Arrays.fill(ones, 1);
      long list = evaluator.listPrice(set, ones, set.length);
      long most = evaluator.largestDiscount(list);
      boolean feasible = false;
      for (long discount = 0; discount <= most && !feasible; discount++) {
        feasible =
            evaluator
                .violation(new ComposedBundle(set, ones, discount, new double[5], 0, 1))
                .isEmpty();
      }
      if (feasible) {
        sets.add(set);
      }
    }
    return sets;
  }

  static int[] members(int bits) {
    int[] set = new int[Integer.bitCount(bits)];
    int at = 0;
    for (int i = 0; at < set.length; i++) {
      if ((bits >> i & 1) != 0) {
        set[at++] = i;
      }
    }
    return set;
  }
}
