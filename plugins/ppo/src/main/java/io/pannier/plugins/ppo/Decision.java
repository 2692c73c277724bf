package io.pannier.plugins.ppo;

import io.pannier.spi.BundlingResult;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import java.util.List;

/** What was decided and what came of it, until it is learned from. */
final class Decision {
  /** By which its outcomes name it: the seed of its problem. */
  final long key;

  final ProblemView view;
  final int[] set;

  /** Natural logarithm of the policy's probability of the set when it was drawn. */
  final double logProbability;

  private final List<ComposedBundle> bundles;
  private final boolean[] accepted;
  private long shownAt = Long.MIN_VALUE;

  Decision(ProblemView view, int[] set, double probability, BundlingResult result) {
    this.key = view.problem.seed();
    this.view = view;
    this.set = set;
    this.logProbability = StrictMath.log(probability);
    this.bundles = result.bundles();
    this.accepted = new boolean[bundles.size()];
  }

  boolean shown() {
    return shownAt != Long.MIN_VALUE;
  }

  /** Event time of the first sign that a shopper saw it. */
  long shownAt() {
    return shownAt;
  }

  /** Takes in an outcome; a bundle that is accepted twice counts once. */
  void note(Observation outcome) {
    if (!shown()) {
      shownAt = outcome.time();
    }
    int bundle = outcome.bundle();
    if (outcome.type() == EventType.OFFER_ACCEPTED && bundle >= 0 && bundle < accepted.length) {
      accepted[bundle] = true;
    }
  }

  /** Σ over the accepted bundles of price less cost, minor units. */
  double margin() {
    double sum = 0;
    for (int b = 0; b < accepted.length; b++) {
      sum += accepted[b] ? marginOf(bundles.get(b)) : 0;
    }
    return sum;
  }

  /** What the first bundle earns if it is accepted, minor units. */
  double marginAtStake() {
    return marginOf(bundles.getFirst());
  }

  private double marginOf(ComposedBundle bundle) {
    double sum = -bundle.discount();
    for (int a = 0; a < bundle.candidates().length; a++) {
      int i = bundle.candidates()[a];
      sum += (double) (view.problem.price(i) - view.problem.cost(i)) * bundle.quantities()[a];
    }
    return sum;
  }
}
