package io.pannier.scoring;

import io.pannier.messages.rules.Rule;
import io.pannier.messages.rules.RuleAction;
import io.pannier.messages.rules.Rules;
import io.pannier.spi.ItemSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules that hold for one request. Immutable: it travels to the strategy's thread. */
final class AppliedRules {
  static final AppliedRules NONE =
      new AppliedRules(RuleMatches.of(Rules.NONE, CatalogueTable.empty(sku -> -1), 0), 0);

  private static final int MORE = 4;
  private static final int MOST = 512;

  private final RuleMatches matches;
  private final long active;
  private final @Nullable ItemSet allowed;
  private final int[] weighing;
  private final List<ItemSet> required;
  private final List<ItemSet> pinned;

  /**
   * @param active as {@link Rules#active} says
   */
  AppliedRules(RuleMatches matches, long active) {
    this.matches = matches;
    this.active = active;
    this.allowed = matches.allowed(active);
    List<Integer> factors = new ArrayList<>(matches.of(RuleAction.BURY, active));
    factors.addAll(matches.of(RuleAction.BOOST, active));
    this.weighing = factors.stream().mapToInt(Integer::intValue).toArray();
    this.required = sets(RuleAction.REQUIRE);
    this.pinned = sets(RuleAction.PIN);
  }

  private List<ItemSet> sets(RuleAction action) {
    return matches.of(action, active).stream().map(matches::meant).toList();
  }

  boolean none() {
    return active == 0;
  }

  /** What may be offered; null for everything. */
  @Nullable ItemSet allowed() {
    return allowed;
  }

  /** Those of given candidates that may be offered; null for null. */
  int @Nullable [] allowedOf(int @Nullable [] candidates) {
    ItemSet left = allowed;
    return candidates == null || left == null
        ? candidates
        : Arrays.stream(candidates).filter(left::contains).toArray();
  }

  /**
   * How many candidates to ask a strategy for: more where scores are multiplied, so that what rises
   * can come from below the cut.
   */
  int asked(int wanted) {
    return weighing.length == 0 ? wanted : Math.min(MORE * wanted, Math.max(wanted, MOST));
  }

  /** What the score of an item is multiplied by: the product of all factors that mean it. */
  double factor(int item) {
    double factor = 1;
    for (int rule : weighing) {
      if (matches.means(rule, item)) {
        factor *= matches.rules().rule(rule).factor();
      }
    }
    return factor;
  }

  List<ItemSet> required() {
    return required;
  }

  List<ItemSet> pinned() {
    return pinned;
  }

  boolean pinned(int item) {
    for (ItemSet set : pinned) {
      if (set.contains(item)) {
        return true;
      }
    }
    return false;
  }

  /** The rules that are followed, by precedence. */
  List<Integer> byPrecedence() {
    List<Integer> all = new ArrayList<>();
    for (RuleAction action : RuleAction.values()) {
      all.addAll(matches.of(action, active));
    }
    return all;
  }

  Rule rule(int index) {
    return matches.rules().rule(index);
  }

  boolean means(int rule, int item) {
    return matches.means(rule, item);
  }

  ItemSet meant(int rule) {
    return matches.meant(rule);
  }
}
