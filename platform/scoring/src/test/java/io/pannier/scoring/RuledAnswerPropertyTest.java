package io.pannier.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.messages.rules.Comparison;
import io.pannier.messages.rules.Condition;
import io.pannier.messages.rules.ProductField;
import io.pannier.messages.rules.Rule;
import io.pannier.messages.rules.RuleAction;
import io.pannier.messages.rules.Rules;
import io.pannier.spi.ItemSet;
import io.pannier.spi.Product;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

class RuledAnswerPropertyTest {
  private static final int LIMIT = 12;

  /** Whatever the rules: nothing forbidden is named, nothing twice, in order, not too many. */
  @Property(tries = 300)
  void keepsTheRulesOnTheLastRungToo(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SampleRules sample = new SampleRules(random);
    CatalogueTable catalogue = sample.catalogue(120);
    AppliedRules rules = applied(sample.rules(1 + random.nextInt(10)), catalogue);
    Bestsellers bestsellers = Bestsellers.of(catalogue);
    ScoringContext context = context(catalogue, rules, null, 3, 5);
    ScoredCandidates answer =
        RuledAnswer.of(context, rules, LIMIT, bestsellers.answer(context), bestsellers::answer);
    assertThat(answer.size()).isLessThanOrEqualTo(LIMIT);
    Set<Integer> seen = new HashSet<>();
    for (int rank = 0; rank < answer.size(); rank++) {
      assertThat(context.mayName(answer.item(rank))).isTrue();
      assertThat(seen.add(answer.item(rank))).isTrue();
      assertThat(answer.score(rank)).isGreaterThanOrEqualTo(0);
      assertThat(rank == 0 || answer.score(rank - 1) >= answer.score(rank)).isTrue();
    }
    if (answer.size() > 0) {
      for (ItemSet required : rules.required()) {
        boolean possible = any(catalogue, context, required);
        boolean there = seen.stream().anyMatch(required::contains);
        // More pins and requirements than places may leave one out.
        boolean room = rules.pinned().isEmpty() && rules.required().size() == 1;
        assertThat(there || !possible || !room).isTrue();
      }
    }
  }

  private static boolean any(CatalogueTable catalogue, ScoringContext context, ItemSet set) {
    for (int item = 0; item < catalogue.size(); item++) {
      if (set.contains(item) && context.mayName(item)) {
        return true;
      }
    }
    return false;
  }

  @Example
  void factorsMultiplyAndBringUpWhatStoodBelowTheCut() {
    CatalogueTable catalogue = SampleProducts.catalogue(100);
    AppliedRules rules =
        applied(
            new Rules(
                List.of(
                    Rule.weighing("up", 10, sku("sku-60")),
                    Rule.weighing("more", 2, sku("sku-60")),
                    Rule.weighing("down", 0.01, sku("sku-99")))),
            catalogue);
    Bestsellers bestsellers = Bestsellers.of(catalogue);
    ScoringContext context = context(catalogue, rules, null, rules.asked(LIMIT), new int[0]);
    ScoredCandidates answer =
        RuledAnswer.of(context, rules, LIMIT, bestsellers.answer(context), bestsellers::answer);
    assertThat(answer.size()).isEqualTo(LIMIT);
    assertThat(answer.item(0)).isEqualTo(60);
    assertThat((double) answer.score(0)).isCloseTo(20 * 60.001, within(1e-2));
    assertThat(items(answer)).doesNotContain(99).startsWith(60, 98, 97);
  }

  @Example
  void whatIsPinnedGetsTheStrategysOwnScore() {
    CatalogueTable catalogue = SampleProducts.catalogue(100);
    AppliedRules rules =
        applied(
            new Rules(
                List.of(
                    Rule.of("pin", RuleAction.PIN, sku("sku-3")),
                    Rule.of("not", RuleAction.EXCLUDE, sku("sku-99")))),
            catalogue);
    Bestsellers bestsellers = Bestsellers.of(catalogue);
    ScoringContext context = context(catalogue, rules, null, LIMIT);
    ScoredCandidates answer =
        RuledAnswer.of(context, rules, LIMIT, bestsellers.answer(context), bestsellers::answer);
    assertThat(items(answer)).hasSize(LIMIT).endsWith(3).startsWith(98);
    assertThat((double) answer.score(LIMIT - 1)).isCloseTo(3.001, within(1e-4));
  }

  @Example
  void aPlainListHasWhatIsPinnedFirstAndNothingExcluded() {
    CatalogueTable catalogue = SampleProducts.catalogue(100);
    AppliedRules rules =
        applied(
            new Rules(
                List.of(
                    Rule.of("pin", RuleAction.PIN, sku("sku-3")),
                    Rule.of("not", RuleAction.EXCLUDE, sku("sku-50")))),
            catalogue);
    Bestsellers bestsellers = Bestsellers.of(catalogue);
    int[] candidates = {50, 20, 3, 40};
    ScoringContext context = context(catalogue, rules, rules.allowedOf(candidates), 4);
    ScoredCandidates answer =
        RuledAnswer.of(context, rules, LIMIT, bestsellers.answer(context), bestsellers::answer);
    assertThat(items(answer)).containsExactly(3, 40, 20);
  }

  private static org.assertj.core.data.Offset<Double> within(double offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }

  private static Condition sku(String sku) {
    return Condition.text(ProductField.SKU, Comparison.IS, sku);
  }

  private static List<Integer> items(ScoredCandidates answer) {
    Integer[] items = new Integer[answer.size()];
    Arrays.setAll(items, answer::item);
    return List.of(items);
  }

  private static AppliedRules applied(Rules rules, CatalogueTable catalogue) {
    List<Product> noCart = List.of();
    return new AppliedRules(RuleMatches.of(rules, catalogue, 0), rules.active(noCart, Map.of(), 0));
  }

  private static ScoringContext context(
      CatalogueTable catalogue,
      AppliedRules rules,
      int @Nullable [] candidates,
      int limit,
      int... cart) {
    return SampleProducts.context(catalogue, limit, cart).about(candidates, limit, rules.allowed());
  }
}
