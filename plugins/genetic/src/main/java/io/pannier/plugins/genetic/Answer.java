package io.pannier.plugins.genetic;

import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.Objective;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses the bundles of an answer from the pool: the best first, then each time the one of highest
 * {@code utility × (1 − penalty × overlap)}, where overlap is the largest share of items in common
 * (intersection over union) with a bundle already chosen.
 */
final class Answer {
  private final double penalty;
  private final List<Bundle> chosen = new ArrayList<>();

  Answer(double penalty) {
    this.penalty = penalty;
  }

  List<ComposedBundle> choose(Pool pool, BundleEvaluator evaluator, int limit) {
    pick(pool, limit);
    List<ComposedBundle> bundles = new ArrayList<>(chosen.size());
    for (Bundle bundle : chosen) {
      bundles.add(compose(bundle, evaluator, 1));
    }
    bundles.sort(Comparator.comparingDouble(ComposedBundle::utility).reversed());
    return bundles;
  }

  private void pick(Pool pool, int limit) {
    chosen.clear();
    while (chosen.size() < Math.min(limit, pool.size())) {
      Bundle best = null;
      double highest = Double.NEGATIVE_INFINITY;
      for (int a = 0; a < pool.size(); a++) {
        Bundle bundle = pool.get(a);
        double overlap = 0;
        for (Bundle other : chosen) {
          overlap = Math.max(overlap, bundle.overlap(other));
        }
        double value = bundle.utility - penalty * overlap * Math.abs(bundle.utility);
        if (overlap < 1 && value > highest) {
          best = bundle;
          highest = value;
        }
      }
      if (best == null) {
        return;
      }
      chosen.add(best);
    }
  }

  /** The bundle with its figures, as the platform computes them. */
  static ComposedBundle compose(Bundle bundle, BundleEvaluator evaluator, double propensity) {
    int size = bundle.size;
    int[] candidates = new int[size];
    int[] quantities = new int[size];
    for (int a = 0; a < size; a++) {
      int b = a;
      for (; b > 0 && candidates[b - 1] > bundle.members[a]; b--) {
        candidates[b] = candidates[b - 1];
        quantities[b] = quantities[b - 1];
      }
      candidates[b] = bundle.members[a];
      quantities[b] = bundle.quantities[a];
    }
    double[] objectives = new double[Objective.count()];
    evaluator.objectives(candidates, quantities, size, bundle.discount, objectives);
    return new ComposedBundle(
        candidates,
        quantities,
        bundle.discount,
        objectives,
        evaluator.utility(objectives),
        propensity);
  }
}
