package io.pannier.plugins.ppo;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingProblem;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells which candidates may follow a set so that a bundle that keeps every constraint is sure to
 * be reached: by one unit of each and the smallest discount that the budget asks for.
 *
 * <p>A set is completable if a depth-first search of bounded length finds a feasible superset. The
 * search goes through each set's candidates in an order that depends on the set alone. Hence the
 * child by which it succeeded is completable too, since its own search is a part of the same length
 * at the most, and a draw that only ever takes candidates with a completable union never comes to a
 * dead end: either the set is feasible, or such a candidate is left. The mask is a function of the
 * set, as an exact propensity needs.
 *
 * <p>The bound makes it a little too strict: a set whose completions are all hard to find counts as
 * not completable.
 */
final class Lookahead {
  /** Sets looked at beyond what one descent needs. */
  private static final int DETOURS = 16;

  private final ProblemView view;
  private final BundlingProblem problem;
  private final BundleConstraints constraints;
  private final @Nullable SetSums[] levels;
  private final boolean anyRequired;
  private final int words;
  private final double keep;
  private int[] cheapFirst = {};
  private int[] slackFirst = {};
  private int left;

  Lookahead(ProblemView view) {
    this.view = view;
    this.problem = view.problem;
    this.constraints = problem.constraints();
    this.levels = new SetSums[constraints.maxItems() + 1];
    this.words = (problem.size() + 63) / 64;
    this.keep = constraints.marginFloor() < 0 ? 0 : 1 - constraints.marginFloor();
    boolean required = false;
    for (int i = 0; i < problem.size() && !required; i++) {
      for (int word = 0; word < words; word++) {
        required |= problem.requiresWord(i, word) != 0;
      }
    }
    this.anyRequired = required;
  }

  /** True when the set is a bundle that keeps every constraint. */
  boolean feasible(SetSums set) {
    if (set.size < constraints.minItems()
        || firstMissing(set) >= 0
        || problem.demands().unmet(set.members, set.size) >= 0) {
      return false;
    }
    return view.evaluator.affordable(set.list, set.cost, view.leastDiscount(set.list));
  }

  /**
   * False where no feasible bundle holds the set and the candidate, for a reason that no further
   * candidate can mend.
   */
  boolean fits(SetSums set, int i) {
    if (set.size >= constraints.maxItems() || set.contains(i)) {
      return false;
    }
    for (int a = 0; a < set.size; a++) {
      if (problem.incompatible(i, set.members[a])) {
        return false;
      }
    }
    if (set.sameCategory(i) >= constraints.maxPerCategory()) {
      return false;
    }
    long list = set.list + problem.price(i);
    long budget = constraints.budget();
    return list - view.evaluator.largestDiscount(list) <= budget
        && (constraints.marginFloor() < 0 || set.cost + problem.cost(i) <= keep * budget + 1);
  }

  /** True when the set with the candidate is completable. */
  boolean leads(SetSums set, int i) {
    if (!fits(set, i)) {
      return false;
    }
    SetSums next = copy(set, i);
    return completable(next);
  }

  /** True when anything can be drawn at all. */
  boolean anything() {
    return completable(new SetSums(view));
  }

  /**
   * Searches for any feasible bundle for longer than a mask would.
   *
   * @return its members; empty where none was found
   */
  int[] search(int sets) {
    SetSums none = new SetSums(view);
    left = sets;
    SetSums found = descend(none);
    int[] members = found == null ? new int[0] : Arrays.copyOf(found.members, found.size);
    Arrays.sort(members);
    return members;
  }

  private boolean completable(SetSums set) {
    left = DETOURS + 2 * constraints.maxItems();
    return descend(set) != null;
  }

  private @Nullable SetSums descend(SetSums set) {
    if (feasible(set)) {
      return set;
    }
    if (set.size >= constraints.maxItems() || left-- <= 0) {
      return null;
    }
    int missing = firstMissing(set);
    if (missing >= 0) {
      // It belongs to every completion, so that there is nothing else to try.
      return fits(set, missing) ? descend(copy(set, missing)) : null;
    }
    boolean losing = keep > 0 && set.list * keep < set.cost;
    // What a rule asks for and the set lacks belongs to every completion: one of it comes next.
    int asked = problem.demands().unmet(set.members, set.size);
    for (int i : losing ? bySlack() : byPrice()) {
      if ((asked < 0 || problem.demands().contains(asked, i)) && fits(set, i)) {
        SetSums found = descend(copy(set, i));
        if (found != null || left <= 0) {
          return found;
        }
      }
    }
    return null;
  }

  /** One more level: a set for each size is enough, since the search goes one way at a time. */
  private SetSums copy(SetSums set, int i) {
    SetSums next = levels[set.size + 1];
    if (next == null) {
      next = new SetSums(view);
      levels[set.size + 1] = next;
    }
    next.copyOf(set);
    next.add(i);
    return next;
  }

  /** The first candidate that a member requires and the set lacks; -1 for none. */
  private int firstMissing(SetSums set) {
    for (int a = 0; anyRequired && a < set.size; a++) {
      for (int word = 0; word < words; word++) {
        long missing = problem.requiresWord(set.members[a], word);
        while (missing != 0) {
          int i = (word << 6) + Long.numberOfTrailingZeros(missing);
          if (!set.contains(i)) {
            return i;
          }
          missing &= missing - 1;
        }
      }
    }
    return -1;
  }

  private int[] byPrice() {
    if (cheapFirst.length == 0) {
      cheapFirst = order(i -> problem.price(i));
    }
    return cheapFirst;
  }

  private int[] bySlack() {
    if (slackFirst.length == 0) {
      slackFirst = order(i -> problem.cost(i) - keep * problem.price(i));
    }
    return slackFirst;
  }

  private int[] order(IntToDoubleFunction key) {
    return IntStream.range(0, problem.size())
        .boxed()
        .sorted(Comparator.comparingDouble(key::applyAsDouble))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
