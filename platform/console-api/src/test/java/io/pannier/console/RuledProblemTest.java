package io.pannier.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.messages.Placement;
import io.pannier.messages.rules.Comparison;
import io.pannier.messages.rules.Condition;
import io.pannier.messages.rules.ProductField;
import io.pannier.messages.rules.Rule;
import io.pannier.messages.rules.RuleAction;
import io.pannier.messages.rules.RuleWhen;
import io.pannier.messages.rules.Rules;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.Product;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuledProblemTest {
  private final Map<Integer, Product> products = new HashMap<>();
  private final BundlingProblem recorded = recorded();

  @Test
  void withoutRulesItIsTheSame() {
    assertThat(under(Rules.NONE, Rules.NONE)).isSameAs(recorded);
  }

  @Test
  void whatIsExcludedIsGoneAndTheRestIsAsItWas() {
    BundlingProblem ruled = under(Rules.NONE, rules(Rule.of("x", RuleAction.EXCLUDE, sku(11))));
    assertThat(ruled.size()).isEqualTo(2);
    assertThat(ruled.item(0)).isEqualTo(10);
    assertThat(ruled.item(1)).isEqualTo(12);
    assertThat(ruled.price(1)).isEqualTo(recorded.price(2));
    assertThat(ruled.lift(0, 1)).isEqualTo(recorded.lift(0, 2));
    assertThat(ruled.requires(1, 0)).isTrue();
    assertThat(ruled.seed()).isEqualTo(recorded.seed());
  }

  /** The factors of then are in the recorded relevance, and come out of it again. */
  @Test
  void factorsAreThoseOfTheOtherRules() {
    Rules then = rules(Rule.weighing("up", 2, sku(11)));
    assertThat(under(then, then).relevance(1)).isEqualTo(recorded.relevance(1));
    BundlingProblem without = under(then, Rules.NONE);
    assertThat(without.relevance(1)).isEqualTo(recorded.relevance(1) / 2);
  }

  @Test
  void whatIsRequiredAndPinnedIsAskedFor() {
    BundlingProblem ruled =
        under(
            Rules.NONE,
            rules(
                Rule.of("must", RuleAction.REQUIRE, sku(12)),
                Rule.of("first", RuleAction.PIN, sku(10))));
    assertThat(ruled.demands().groups()).isEqualTo(1);
    assertThat(ruled.demands().contains(0, 2)).isTrue();
    assertThat(ruled.demands().contains(0, 0)).isFalse();
    assertThat(ruled.demands().pinned(0)).isTrue();
  }

  @Test
  void whatGoesByTheCartIsNotTriedAndSaysSo() {
    RuleWhen lamp = new RuleWhen(List.of(sku(1)), Map.of(), 0, Long.MAX_VALUE);
    Rules rules = rules(new Rule("by cart", RuleAction.EXCLUDE, 1, List.of(sku(11)), lamp, true));
    assertThat(under(Rules.NONE, rules).size()).isEqualTo(3);
    assertThat(RuledProblem.untried(rules)).containsExactly("by cart");
  }

  private BundlingProblem under(Rules then, Rules rules) {
    return new RuledProblem(recorded, products, 1_000).under(then, rules);
  }

  private static Rules rules(Rule... rules) {
    return new Rules(List.of(rules));
  }

  private static Condition sku(int item) {
    return Condition.text(ProductField.SKU, Comparison.IS, "sku-" + item);
  }

  private BundlingProblem recorded() {
    for (int item = 10; item < 13; item++) {
      products.put(item, RuleStudyTest.product(item, "red"));
    }
    Placement placement = Placement.standard("cart");
    return new BundlingProblem(
        new int[] {10, 11, 12},
        new float[] {1, 0.5f, 0.25f},
        new long[] {100, 200, 300},
        new long[] {50, 60, 70},
        new int[] {5, 5, 5},
        new int[] {-1, -1, -1},
        new float[3],
        new float[] {0, 1, 2, 1, 0, 3, 2, 3, 0},
        new float[3],
        new long[3],
        new long[] {0, 0, 1},
        new double[] {1, 1, 1, 0, 0},
        placement.constraints(),
        placement.model(),
        3,
        42);
  }
}
