package io.pannier.plugins.genetic;

import io.pannier.plugins.genetic.nsga2.SeededRandom;
import io.pannier.spi.Objective;

/**
 * The first population of a front: local optima under the problem's weights, under each objective
 * alone and under random weights, so that NSGA-II starts on the front's outline and spends its time
 * between. When they are used up they are given again; what differs them is mutation.
 */
final class FrontSeeds {
  private static final int MOST_SCANS = 40;

  private final CandidateTable table;
  private final Pricing pricing;
  private final Descent descent;
  private final FeasibleStart feasibleStart;
  private final Offspring offspring;
  private final Bundle[] made;
  private int count;
  private int next;

  FrontSeeds(
      CandidateTable table,
      Pricing pricing,
      Descent descent,
      FeasibleStart feasibleStart,
      Offspring offspring,
      int capacity) {
    this.table = table;
    this.pricing = pricing;
    this.descent = descent;
    this.feasibleStart = feasibleStart;
    this.offspring = offspring;
    this.made = new Bundle[capacity];
  }

  /**
   * Makes the seeds.
   *
   * @return false where the problem has no feasible bundle
   */
  boolean make(SeededRandom random) {
    double[] weights = new double[Objective.count()];
    for (int a = 0; a < made.length; a++) {
      if (a > 0) {
        for (int k = 0; k < weights.length; k++) {
          double draw = random.unit();
          weights[k] = a <= weights.length ? (k == a - 1 ? 1 : 1e-3) : draw * draw;
        }
        table.weigh(weights);
        pricing.load();
      }
      descend();
      if (a == 0 && count == 0) {
        Bundle found = feasibleStart.find();
        if (!found.feasible()) {
          return false;
        }
        keep(found);
      }
    }
    table.weighAsAsked();
    pricing.load();
    return true;
  }

  /** The next seed, from the beginning again after the last. */
  void next(Bundle into) {
    into.copy(made[next]);
    next = next + 1 == count ? 0 : next + 1;
  }

  private void descend() {
    offspring.load();
    offspring.next(descent);
    for (int scans = 0; scans < MOST_SCANS && descent.running(); scans++) {
      descent.step();
    }
    if (descent.current.feasible()) {
      keep(descent.current);
    }
  }

  private void keep(Bundle bundle) {
    Bundle copy = new Bundle();
    copy.copy(bundle);
    made[count++] = copy;
  }
}
