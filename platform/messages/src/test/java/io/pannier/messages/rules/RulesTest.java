package io.pannier.messages.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RulesTest {
  private static final Condition RED = Condition.text(ProductField.TAG, Comparison.IS, "red");

  @Test
  void activeAreThoseThatAreEnabledAndWhoseTimeCartAndShopperHold() {
    Rules rules =
        new Rules(
            List.of(
                rule("always", RuleWhen.ALWAYS, true),
                rule("disabled", RuleWhen.ALWAYS, false),
                rule("later", new RuleWhen(List.of(), Map.of(), 100, 200), true),
                rule("cart", new RuleWhen(List.of(RED), Map.of(), 0, 1_000), true),
                rule("vip", new RuleWhen(List.of(), Map.of("segment", "vip"), 0, 1_000), true)));
    assertThat(rules.active(List.of(), Map.of(), 50)).isEqualTo(0b00001);
    assertThat(rules.active(List.of(), Map.of(), 100)).isEqualTo(0b00101);
    assertThat(rules.active(List.of(), Map.of(), 200)).isEqualTo(0b00001);
    assertThat(rules.active(List.of(tagged("red")), Map.of(), 50)).isEqualTo(0b01001);
    assertThat(rules.active(List.of(tagged("blue")), Map.of("segment", "VIP"), 50))
        .isEqualTo(0b10001);
  }

  @Test
  void asManyRulesAsALongHasBits() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < Rules.MAX; i++) {
      rules.add(rule("r" + i, RuleWhen.ALWAYS, true));
    }
    assertThat(new Rules(rules).active(List.of(), Map.of(), 0)).isEqualTo(-1L);
    rules.add(rule("one more", RuleWhen.ALWAYS, true));
    assertThatThrownBy(() -> new Rules(rules)).hasMessageContaining("at most 64");
  }

  @Test
  void namesAreUniqueAndFactorsFitTheirAction() {
    Rule twice = rule("same", RuleWhen.ALWAYS, true);
    assertThatThrownBy(() -> new Rules(List.of(twice, twice))).hasMessageContaining("same");
    assertThatThrownBy(() -> factor(RuleAction.BOOST, 1)).hasMessageContaining("factor");
    assertThatThrownBy(() -> factor(RuleAction.BOOST, 101)).hasMessageContaining("factor");
    assertThatThrownBy(() -> factor(RuleAction.BURY, 1.5)).hasMessageContaining("factor");
    assertThatThrownBy(() -> factor(RuleAction.BURY, 0)).hasMessageContaining("factor");
    assertThatThrownBy(() -> factor(RuleAction.PIN, 2)).hasMessageContaining("factor");
    assertThatThrownBy(
            () -> new Rule("all", RuleAction.EXCLUDE, 1, List.of(), RuleWhen.ALWAYS, true))
        .hasMessageContaining("conditions");
  }

  private static Rule factor(RuleAction action, double factor) {
    return new Rule("f", action, factor, List.of(RED), RuleWhen.ALWAYS, true);
  }

  private static Rule rule(String name, RuleWhen when, boolean enabled) {
    return new Rule(name, RuleAction.EXCLUDE, 1, List.of(RED), when, enabled);
  }

  private static Product tagged(String tag) {
    return new Product(
        0,
        "a",
        "A",
        "",
        "",
        "GBP",
        1,
        0,
        1,
        true,
        List.of(tag),
        Map.of(),
        List.of(),
        ProductStatistics.NONE);
  }
}
