package io.pannier.scoring;

import io.pannier.messages.rules.Rule;
import io.pannier.messages.rules.RuleAction;
import io.pannier.messages.rules.RuleTrace;
import io.pannier.spi.ItemSet;
import io.pannier.spi.Product;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tells what the rules of a request did to its candidates, and why a pin could not be followed. */
final class RuleEffects {
  private static final int SHOWN = 20;

  /** A filter that means more is not told product by product. */
  private static final int FEW = 8;

  private final ScoringTask task;
  private final AppliedRules rules;
  private final ScoredCandidates answer;

  /**
   * @param answer after the rules
   */
  RuleEffects(ScoringTask task, ScoredCandidates answer) {
    this.task = task;
    this.rules = task.rules;
    this.answer = answer;
  }

  /** One for each pin of which nothing became a candidate. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>(0);
    for (int rule : rules.byPrecedence()) {
      if (rules.rule(rule).action() == RuleAction.PIN && !any(rules.meant(rule))) {
        warnings.add("pin `" + rules.rule(rule).name() + "`: " + whyNot(rules.meant(rule)));
      }
    }
    return warnings;
  }

  private boolean any(ItemSet set) {
    for (int rank = 0; rank < answer.size(); rank++) {
      if (set.contains(answer.item(rank))) {
        return true;
      }
    }
    return false;
  }

  private String whyNot(ItemSet pinned) {
    int first = pinned.next(0);
    Product product = task.context.catalogue().product(first);
    if (product == null) {
      return "no product is meant";
    }
    if (pinned.size() > FEW) {
      return "no product that is meant can be offered";
    }
    if (task.context.inCart(first)) {
      return product.sku() + " is in the cart";
    }
    if (!product.available()) {
      return product.sku() + " cannot be sold";
    }
    ItemSet allowed = rules.allowed();
    if (allowed != null && !allowed.contains(first)) {
      return product.sku() + " is kept out by rule `" + rules.rule(keptOutBy(first)).name() + "`";
    }
    return product.sku() + " is not among the candidates";
  }

  /**
   * By precedence, every rule that is followed.
   *
   * @param asked told what would be named without rules
   */
  List<RuleTrace.Effect> of(RuledAnswer.Asked asked) {
    int[] keptOut = keptOut(asked);
    List<RuleTrace.Effect> effects = new ArrayList<>();
    for (int rule : rules.byPrecedence()) {
      Rule followed = rules.rule(rule);
      List<String> skus = new ArrayList<>();
      int touched = 0;
      if (followed.action().filters()) {
        for (int item : keptOut) {
          touched += keptOutBy(item) == rule && add(item, skus) ? 1 : 0;
        }
      } else {
        for (int rank = 0; rank < answer.size(); rank++) {
          int item = answer.item(rank);
          touched += rules.means(rule, item) && add(item, skus) ? 1 : 0;
        }
      }
      effects.add(new RuleTrace.Effect(followed, skus, touched));
    }
    return effects;
  }

  private boolean add(int item, List<String> skus) {
    Product product = task.context.catalogue().product(item);
    if (product != null && skus.size() < SHOWN) {
      skus.add(product.sku());
    }
    return product != null;
  }

  /** What would have been named if no rule kept anything out. */
  private int[] keptOut(RuledAnswer.Asked asked) {
    ItemSet allowed = rules.allowed();
    int[] given = task.request().candidates();
    if (allowed == null) {
      return new int[0];
    }
    if (given != null) {
      return Arrays.stream(given)
          .filter(item -> item >= 0 && !allowed.contains(item))
          .distinct()
          .toArray();
    }
    ScoringContext free = task.context.about(null, task.request().placement().candidates(), null);
    ScoredCandidates all = asked.ask(free);
    int[] kept = new int[all.size()];
    int size = 0;
    for (int rank = 0; rank < all.size(); rank++) {
      if (!allowed.contains(all.item(rank))) {
        kept[size++] = all.item(rank);
      }
    }
    return Arrays.copyOf(kept, size);
  }

  /** The first rule, by precedence, that keeps an item out; -1 for none. */
  private int keptOutBy(int item) {
    for (int rule : rules.byPrecedence()) {
      RuleAction action = rules.rule(rule).action();
      boolean means = rules.means(rule, item);
      if ((action == RuleAction.EXCLUDE && means)
          || (action == RuleAction.INCLUDE_ONLY && !means)) {
        return rule;
      }
    }
    return -1;
  }
}
