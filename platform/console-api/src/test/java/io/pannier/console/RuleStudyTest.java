package io.pannier.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.pannier.messages.rules.Comparison;
import io.pannier.messages.rules.Condition;
import io.pannier.messages.rules.ProductField;
import io.pannier.messages.rules.Rule;
import io.pannier.messages.rules.RuleAction;
import io.pannier.messages.rules.RuleWhen;
import io.pannier.messages.rules.Rules;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleStudyTest {
  private static final long NOW = 1_000;

  @Test
  void countsWhatRulesMeanAndWhatTheyLeave() {
    JsonObject told = study(Rule.of("no red", RuleAction.EXCLUDE, tag("red"))).told();
    assertThat(told.getInteger("sellable")).isEqualTo(30);
    assertThat(told.getInteger("left")).isEqualTo(5);
    JsonObject rule = told.getJsonArray("rules").getJsonObject(0);
    assertThat(rule.getInteger("means")).isEqualTo(25);
    assertThat(rule.getJsonArray("products")).hasSize(20);
    assertThat(told.getJsonArray("findings")).isEmpty();
  }

  @Test
  void findsWhatCanDoNothing() {
    RuleWhen past = new RuleWhen(List.of(), Map.of(), 0, NOW);
    assertThat(
            study(
                    Rule.of("pin red", RuleAction.PIN, tag("red")),
                    Rule.of("boost gold", RuleAction.PIN, tag("gold")),
                    Rule.of("no red", RuleAction.EXCLUDE, tag("red")),
                    new Rule("sale", RuleAction.PIN, 1, List.of(tag("blue")), past, true),
                    new Rule("off", RuleAction.PIN, 1, List.of(tag("x")), past, false))
                .findings())
        .containsExactlyInAnyOrder(
            finding("overruled", "pin red", "no red"),
            finding("means-nothing", "boost gold", ""),
            finding("over", "sale", ""));
  }

  @Test
  void findsThatNothingIsLeft() {
    assertThat(
            study(
                    Rule.of("only red", RuleAction.INCLUDE_ONLY, tag("red")),
                    Rule.of("only blue", RuleAction.INCLUDE_ONLY, tag("blue")))
                .findings())
        .containsExactly(finding("nothing-left", "", ""));
  }

  private static JsonObject finding(String code, String rule, String by) {
    return new JsonObject().put("code", code).put("rule", rule).put("by", by);
  }

  private static Condition tag(String tag) {
    return Condition.text(ProductField.TAG, Comparison.IS, tag);
  }

  /** 25 red products and 5 blue ones. */
  private static RuleStudy study(Rule... rules) {
    RuleStudy study = new RuleStudy(new Rules(List.of(rules)), NOW);
    for (int item = 0; item < 30; item++) {
      study.add(product(item, item < 25 ? "red" : "blue"));
    }
    return study;
  }

  static Product product(int item, String tag) {
    return new Product(
        item,
        "sku-" + item,
        "Title " + item,
        "",
        "",
        "GBP",
        100,
        50,
        5,
        true,
        List.of(tag),
        Map.of(),
        List.of(),
        ProductStatistics.NONE);
  }
}
