package io.pannier.plugins.genetic;

import io.pannier.spi.BundlingResult.Rejection;
import io.pannier.spi.ComposedBundle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Forbidden bundles with their reasons: for each constraint the one of highest utility. */
final class Refusals {
  private static final Comparator<Rejection> BEST_FIRST =
      Comparator.comparingDouble((Rejection rejection) -> rejection.bundle().utility()).reversed();

  private final CandidateTable table;
  private final List<Rejection> kept = new ArrayList<>();

  Refusals(CandidateTable table) {
    this.table = table;
  }

  void clear() {
    kept.clear();
  }

  /**
   * Keeps the bundle if it breaks a constraint and is the best that breaks this one.
   *
   * @param above utility that it must exceed to be worth a word
   */
  void add(Bundle bundle, double above) {
    ComposedBundle composed = Answer.compose(bundle, table.evaluator, 0);
    if (composed.utility() > above) {
      table.evaluator.violation(composed).ifPresent(kept::add);
      kept.sort(BEST_FIRST);
      for (int a = kept.size() - 1; a > 0; a--) {
        if (earlier(a)) {
          kept.remove(a);
        }
      }
    }
  }

  List<Rejection> best(int limit) {
    return List.copyOf(kept.subList(0, Math.min(limit, kept.size())));
  }

  private boolean earlier(int index) {
    for (int a = 0; a < index; a++) {
      if (kept.get(a).constraint() == kept.get(index).constraint()) {
        return true;
      }
    }
    return false;
  }
}
