package io.pannier.plugins.genetic;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.ConversionModel;
import io.pannier.spi.Objective;

/**
 * One problem laid out for the scan: candidate figures as doubles, scaled weights, and for each
 * candidate its closure, which is everything that comes with it because something requires it.
 * Arrays are reused from problem to problem and may be longer than n.
 */
final class CandidateTable {
  /** Stands in until the first problem comes. */
  private static final BundlingProblem NONE =
      new BundlingProblem(
          new int[0],
          new float[0],
          new long[0],
          new long[0],
          new int[0],
          new int[0],
          new float[0],
          new float[0],
          new float[0],
          new long[0],
          new long[0],
          new double[] {1, 0, 0, 0, 0},
          new BundleConstraints(1, 1, 1, 0, 0, 0, 1),
          ConversionModel.DEFAULT,
          1,
          0);

  int n;
  int words;
  BundleConstraints constraints = NONE.constraints();
  BundlingProblem problem = NONE;
  BundleEvaluator evaluator = new BundleEvaluator(NONE);

  /** ln relevance + liftWeight × cart lift. */
  double[] attraction = {};

  double[] price = {};
  double[] cost = {};
  double[] relief = {};
  int[] mostUnits = {};

  /** Dense category number below {@link #categories}; a candidate without category has its own. */
  int[] category = {};

  int categories;

  /** n bit sets: the candidate and all that it requires, directly or not. */
  long[] closure = {};

  /** n bit sets: what no bundle with the closure of the candidate may hold. */
  long[] conflicts = {};

  /** Candidates whose closure is more than themselves. */
  long[] dependent = {};

  /** Candidates that can be in no feasible bundle. */
  long[] impossible = {};

  boolean anyDependent;

  double weightConversion;
  double weightRevenue;
  double weightMargin;
  double weightDiversity;
  double weightRelief;
  double logBaseRate;
  double liftWeight;
  double unitPenalty;

  private int[] firstOfCategory = {};
  private int[] categoryOfSlot = {};

  /** Takes in another problem. */
  void load(BundlingProblem next) {
    problem = next;
    evaluator = new BundleEvaluator(next);
    constraints = next.constraints();
    n = next.size();
    words = (n + 63) / 64;
    reserve();
    weighAsAsked();
    logBaseRate = StrictMath.log(next.model().baseRate());
    liftWeight = next.model().liftWeight();
    unitPenalty = next.model().unitPenalty();
    for (int i = 0; i < n; i++) {
      attraction[i] = evaluator.logRelevance(i) + liftWeight * next.cartLift(i);
      price[i] = next.price(i);
      cost[i] = next.cost(i);
      relief[i] = next.relief(i);
      mostUnits[i] = Math.min(next.stock(i), constraints.maxQuantity());
    }
    numberCategories();
    close();
  }

  /** Weighs the scaled objectives as the problem says. */
  void weighAsAsked() {
    weightConversion = evaluator.scaledWeight(Objective.CONVERSION);
    weightRevenue = evaluator.scaledWeight(Objective.REVENUE);
    weightMargin = evaluator.scaledWeight(Objective.MARGIN);
    weightDiversity = evaluator.scaledWeight(Objective.DIVERSITY);
    weightRelief = evaluator.scaledWeight(Objective.STOCK_RELIEF);
  }

  /** Weighs the scaled objectives otherwise than the problem says, in their order. */
  void weigh(double[] weights) {
    weightConversion = weights[0] / evaluator.scale(Objective.CONVERSION);
    weightRevenue = weights[1] / evaluator.scale(Objective.REVENUE);
    weightMargin = weights[2] / evaluator.scale(Objective.MARGIN);
    weightDiversity = weights[3] / evaluator.scale(Objective.DIVERSITY);
    weightRelief = weights[4] / evaluator.scale(Objective.STOCK_RELIEF);
  }

  /** True where a candidate comes with something of a group that a rule asks for. */
  boolean brings(int candidate, int group) {
    for (int word = 0; word < words; word++) {
      if ((closure[candidate * words + word] & problem.demands().word(group, word)) != 0) {
        return true;
      }
    }
    return false;
  }

  /** What a settled bundle costs the shopper, minor units. */
  long price(Bundle bundle) {
    return evaluator.listPrice(bundle.members, bundle.quantities, bundle.size) - bundle.discount;
  }

  boolean requires(int one, int other) {
    return (closure[one * words + (other >> 6)] >>> other & 1) != 0;
  }

  static boolean contains(long[] set, int candidate) {
    return (set[candidate >> 6] >>> candidate & 1) != 0;
  }

  private void reserve() {
    if (price.length < n) {
      attraction = new double[n];
      price = new double[n];
      cost = new double[n];
      relief = new double[n];
      mostUnits = new int[n];
      category = new int[n];
      closure = new long[n * words];
      conflicts = new long[n * words];
      dependent = new long[words];
      impossible = new long[words];
      int slots = Integer.highestOneBit(Math.max(1, n)) * 4;
      firstOfCategory = new int[slots];
      categoryOfSlot = new int[slots];
    }
  }

  /** Open addressing from the problem's category to a dense number. */
  private void numberCategories() {
    int mask = firstOfCategory.length - 1;
    for (int slot = 0; slot <= mask; slot++) {
      firstOfCategory[slot] = -1;
    }
    categories = 0;
    for (int i = 0; i < n; i++) {
      int wanted = problem.category(i);
      if (wanted < 0) {
        category[i] = categories++;
        continue;
      }
      int slot = ((wanted * 0x9E3779B9) >>> 8) & mask;
      while (firstOfCategory[slot] >= 0 && problem.category(firstOfCategory[slot]) != wanted) {
        slot = slot + 1 & mask;
      }
      if (firstOfCategory[slot] < 0) {
        firstOfCategory[slot] = i;
        categoryOfSlot[slot] = categories++;
      }
      category[i] = categoryOfSlot[slot];
    }
  }

  /** Transitive closure of the requirements, and what follows from it. */
  private void close() {
    anyDependent = false;
    for (int word = 0; word < words; word++) {
      dependent[word] = 0;
      impossible[word] = 0;
    }
    for (int i = 0; i < n; i++) {
      boolean needs = false;
      for (int word = 0; word < words; word++) {
        long row = problem.requiresWord(i, word);
        closure[i * words + word] = row;
        conflicts[i * words + word] = problem.incompatibleWord(i, word);
        needs |= row != 0;
      }
      closure[i * words + (i >> 6)] |= 1L << i;
      conflicts[i * words + (i >> 6)] &= ~(1L << i);
      if (needs) {
        dependent[i >> 6] |= 1L << i;
        anyDependent = true;
      }
    }
    if (anyDependent) {
      while (spread()) {
        // Each round follows one more requirement; it ends when nothing new is reached.
      }
      for (int i = 0; i < n; i++) {
        if (contains(dependent, i)) {
          gatherConflicts(i);
        }
      }
    }
    dropImpossible();
  }

  private boolean spread() {
    boolean grown = false;
    for (int i = 0; i < n; i++) {
      if (!contains(dependent, i)) {
        continue;
      }
      for (int j = 0; j < n; j++) {
        if (j == i || !requires(i, j)) {
          continue;
        }
        for (int word = 0; word < words; word++) {
          long before = closure[i * words + word];
          closure[i * words + word] = before | closure[j * words + word];
          grown |= closure[i * words + word] != before;
        }
      }
    }
    return grown;
  }

  private void gatherConflicts(int i) {
    for (int j = 0; j < n; j++) {
      if (requires(i, j)) {
        for (int word = 0; word < words; word++) {
          conflicts[i * words + word] |= problem.incompatibleWord(j, word);
        }
      }
    }
  }

  private void dropImpossible() {
    for (int i = 0; i < n; i++) {
      boolean possible = mostUnits[i] >= 1;
      if (contains(dependent, i)) {
        int members = 0;
        for (int word = 0; word < words; word++) {
          members += Long.bitCount(closure[i * words + word]);
          possible &= (closure[i * words + word] & conflicts[i * words + word]) == 0;
        }
        possible &= members <= constraints.maxItems() && keepsCategoryCap(i);
      }
      if (!possible) {
        impossible[i >> 6] |= 1L << i;
      }
    }
  }

  private boolean keepsCategoryCap(int i) {
    for (int j = 0; j < n; j++) {
      if (!requires(i, j)) {
        continue;
      }
      int same = 0;
      for (int k = 0; k < n; k++) {
        if (requires(i, k) && category[k] == category[j]) {
          same++;
        }
      }
      if (same > constraints.maxPerCategory()) {
        return false;
      }
    }
    return true;
  }
}
