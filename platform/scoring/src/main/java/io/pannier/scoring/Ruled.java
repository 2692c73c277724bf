package io.pannier.scoring;

import io.pannier.messages.rules.RuleTrace;
import io.pannier.spi.ItemSet;
import io.pannier.spi.ScoredCandidates;
import java.util.Arrays;
import java.util.List;

/**
 * What a strategy named, after the rules.
 *
 * @param trace what they did, and what they ask of bundles
 */
record Ruled(ScoredCandidates answer, RuleTrace trace) {

  /**
   * @param named the strategy's answer to the task's question
   * @param asked puts further questions to the same strategy
   */
  static Ruled of(ScoringTask task, ScoredCandidates named, RuledAnswer.Asked asked) {
    AppliedRules rules = task.rules;
    if (rules.none()) {
      return new Ruled(named, RuleTrace.NONE);
    }
    ScoredCandidates answer = task.ruled(named, asked);
    boolean bundles = task.context.candidates() == null;
    RuleEffects effects = new RuleEffects(task, answer);
    return new Ruled(
        answer,
        new RuleTrace(
            rules.allowed(),
            bundles ? rules.required() : List.of(),
            bundles ? pinned(rules, answer) : ItemSet.none(),
            effects.warnings(),
            task.request().explain() ? effects.of(asked) : List.of()));
  }

  private static ItemSet pinned(AppliedRules rules, ScoredCandidates answer) {
    int[] items = new int[answer.size()];
    int size = 0;
    for (int rank = 0; rank < answer.size(); rank++) {
      if (rules.pinned(answer.item(rank))) {
        items[size++] = answer.item(rank);
      }
    }
    return ItemSet.ofItems(Arrays.copyOf(items, size));
  }
}
