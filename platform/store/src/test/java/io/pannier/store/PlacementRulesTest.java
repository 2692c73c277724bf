package io.pannier.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.messages.Placement;
import io.pannier.messages.rules.Comparison;
import io.pannier.messages.rules.Condition;
import io.pannier.messages.rules.ProductField;
import io.pannier.messages.rules.Rule;
import io.pannier.messages.rules.RuleAction;
import io.pannier.messages.rules.RuleWhen;
import io.pannier.messages.rules.Rules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A revision keeps the rules as they were made, and one from before there were rules has none. */
class PlacementRulesTest {
  @Test
  void aRevisionKeepsItsRules() {
    Condition cheap = Condition.number(ProductField.PRICE, Comparison.AT_MOST, 1_999);
    Condition gold =
        new Condition(
            ProductField.ATTRIBUTE, "metal", Comparison.IN, List.of("gold", "Gold"), List.of());
    Rules rules =
        new Rules(
            List.of(
                Rule.of("no gold", RuleAction.EXCLUDE, gold),
                new Rule(
                    "cheap for members",
                    RuleAction.BOOST,
                    2.25,
                    List.of(cheap),
                    new RuleWhen(List.of(gold), Map.of("segment", "member"), 1_000, Long.MAX_VALUE),
                    false)));
    Placement placement = Placement.standard("cart").withRules(rules);
    Placement read = PlacementJson.read("cart", 1, PlacementJson.write(placement));
    assertThat(read.rules()).isEqualTo(rules);
    assertThat(PlacementJson.read("cart", 1, "{}").rules()).isEqualTo(Rules.NONE);
  }
}
