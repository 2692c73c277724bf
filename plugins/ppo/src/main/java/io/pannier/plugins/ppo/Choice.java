package io.pannier.plugins.ppo;

import java.util.Arrays;

/**
 * What there is to choose once a set is chosen: the candidates that lead on, and to stop where the
 * set is a bundle. Depends on the set and not on the order in which it was chosen.
 *
 * @param options candidates, {@link #STOP} last where it is allowed; never empty
 * @param terms row-major (options, {@link #TERMS}): what the linear weights multiply
 */
record Choice(int[] options, double[] terms) {
  /** The option to leave the bundle as it is. */
  static final int STOP = -1;

  /**
   * Of a candidate: logarithm of the utility that the set then has, mean lift with the set, share
   * of the set in its category, logarithm of its price over the set's mean price. Of stopping: the
   * logarithm of the utility that the set has, one, and how far the set is from its smallest size
   * to its largest. All else is zero.
   */
  static final int TERMS = 6;

  static final int UTILITY = 0;

  private static final double LARGEST = 4;

  /** The choice after a completable set. */
  static Choice after(ProblemView view, SetSums set) {
    int n = view.problem.size();
    int most = view.problem.constraints().maxItems();
    int[] options = new int[n + 1];
    int count = 0;
    if (set.size < most) {
      for (int i = 0; i < n; i++) {
        if (view.lookahead().leads(set, i)) {
          options[count++] = i;
        }
      }
    }
    boolean stops = view.lookahead().feasible(set);
    if (stops) {
      options[count++] = STOP;
    }
    double[] terms = new double[count * TERMS];
    for (int k = 0; k < count; k++) {
      fill(view, set, options[k], terms, k * TERMS);
    }
    return new Choice(Arrays.copyOf(options, count), terms);
  }

  /** Writes the terms of one option. */
  static void fill(ProblemView view, SetSums set, int option, double[] terms, int at) {
    if (option == STOP) {
      int least = view.problem.constraints().minItems();
      int most = view.problem.constraints().maxItems();
      terms[at] = view.logShare(set.utility());
      terms[at + 4] = 1;
      terms[at + 5] = most == least ? 0 : (double) (set.size - least) / (most - least);
      return;
    }
    terms[at] = view.logShare(set.utilityWith(option));
    if (set.size > 0) {
      terms[at + 1] = bounded(set.liftWith(option) / set.size);
      terms[at + 2] = (double) set.sameCategory(option) / set.size;
      double mean = Math.max(1, (double) set.list / set.size);
      terms[at + 3] =
          bounded(StrictMath.log(Math.max(1, (double) view.problem.price(option)) / mean));
    }
  }

  /** The place of an option; −1 if it is not there. */
  int indexOf(int option) {
    for (int k = 0; k < options.length; k++) {
      if (options[k] == option) {
        return k;
      }
    }
    return -1;
  }

  private static double bounded(double value) {
    return Math.clamp(value, -LARGEST, LARGEST);
  }
}
