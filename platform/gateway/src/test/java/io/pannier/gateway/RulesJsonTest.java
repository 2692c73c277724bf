package io.pannier.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.messages.rules.Rules;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulesJsonTest {
  private static final Shop SHOP = new Shop(1, "demo", "GBP");
  private static final String SKU = "{\"field\":\"sku\",\"op\":\"is\",\"value\":\"A\"}";

  @Test
  void whatIsWrittenIsReadAgain() {
    String all =
        """
        [{"name":"no gold","action":"exclude","enabled":true,
          "where":[{"field":"tag","op":"in","value":["gold","silver"]},
                   {"field":"price","op":"at-least","value":19.99}]},
         {"name":"Winter","action":"boost","enabled":false,"factor":2.5,
          "where":[{"field":"category","op":"starts-with","value":"Home > Lamps"}],
          "when":{"cart":[{"field":"brand","op":"is","value":"Acme"}],
                  "profile":{"segment":"vip"},
                  "from":"2026-12-01T00:00:00Z","until":"2027-01-01T00:00:00Z"}},
         {"name":"big","action":"require","enabled":true,
          "where":[{"field":"attribute.size","op":"at-least","value":40},
                   {"field":"age-days","op":"at-most","value":30},
                   {"field":"margin","op":"at-least","value":0.25}]}]
        """;
    Rules rules = read(all);
    JsonArray written = new RulesJson(2).write(rules);
    assertThat(read(written.encode())).isEqualTo(rules);
    assertThat(numbers(written)).isEqualTo(numbers(new JsonArray(all)));
  }

  /** The same number may be written with other decimals. */
  private static String numbers(JsonArray json) {
    return json.encode().replace("19.99", "19.99").replace(".0,", ",");
  }

  @Test
  void whatIsWrongIsToldWithItsPath() {
    refused("[17]", "rules[0]");
    refused(rule("\"action\":\"explode\""), "rules[0].action");
    refused(rule("\"action\":\"boost\""), "rules[0]", "factor");
    refused(rule("\"action\":\"boost\",\"factor\":1000"), "rules[0].factor");
    refused(rule("\"action\":\"pin\",\"weight\":1"), "rules[0]", "weight");
    refused("[{\"name\":\"x\",\"action\":\"pin\",\"where\":[]}]", "rules[0]", "conditions");
    refused(where("{\"field\":\"colour\",\"op\":\"is\",\"value\":\"a\"}"), "where[0].field");
    refused(where("{\"field\":\"sku\",\"op\":\"matches\",\"value\":\".*\"}"), "where[0].op");
    refused(where("{\"field\":\"price\",\"op\":\"is\",\"value\":\"cheap\"}"), "where[0].value");
    refused(where("{\"field\":\"price\",\"op\":\"is\",\"value\":0.001}"), "decimals");
    refused(where("{\"field\":\"stock\",\"op\":\"contains\",\"value\":1}"), "rules[0].where[0]");
    refused(where("{\"field\":\"sku\",\"op\":\"is\",\"value\":[\"a\",\"b\"]}"), "one value");
    refused(where("{\"field\":\"sku\",\"op\":\"is\",\"value\":{}}"), "where[0].value");
    refused(where("{\"field\":\"sku\",\"op\":\"is\",\"value\":\"a\",\"$ne\":1}"), "$ne");
    refused(rule("\"action\":\"pin\",\"when\":{\"from\":\"yesterday\"}"), "when.from");
    refused(rule("\"action\":\"pin\",\"when\":{\"moon\":\"full\"}"), "moon");
    refused(
        "["
            + rule("\"action\":\"pin\"").replaceAll("^\\[|\\]$", "")
            + ",".concat(rule("\"action\":\"pin\"").replaceAll("^\\[", "")),
        "two are called");
  }

  /** Long, many, deep and script-like: refused, or kept as the plain text that it is. */
  @Test
  void hostileRulesAreRefusedOrHarmless() {
    refused(
        where("{\"field\":\"sku\",\"op\":\"is\",\"value\":\"" + "x".repeat(100_000) + "\"}"),
        "where[0].value");
    refused(where("{\"field\":\"" + "f".repeat(100_000) + "\",\"op\":\"is\",\"value\":1}"));
    refused(rule("\"action\":\"pin\",\"" + "k".repeat(40_000) + "\":1"), "rules[0]");
    refused(
        rule("\"action\":\"pin\",\"when\":{\"profile\":{\"" + "p".repeat(9_000) + "\":\"v\"}}"));
    refused(where("{\"field\":\"price\",\"op\":\"is\",\"value\":1e400}"), "where[0].value");
    refused(where("{\"field\":\"price\",\"op\":\"is\",\"value\":" + "9".repeat(90_000) + "}"));
    JsonArray many = new JsonArray();
    for (int i = 0; i < Rules.MAX; i++) {
      String evil = "(a+)+$<script>alert(" + i + ")</script>'; drop table product; --";
      many.add(
          new JsonObject()
              .put("name", evil)
              .put("action", "exclude")
              .put(
                  "where",
                  new JsonArray()
                      .add(
                          new JsonObject()
                              .put("field", "tag")
                              .put("op", "contains")
                              .put("value", evil))));
    }
    Rules kept = read(many.encode());
    assertThat(kept.size()).isEqualTo(Rules.MAX);
    assertThat(read(new RulesJson(2).write(kept).encode())).isEqualTo(kept);
    many.add(many.getJsonObject(0).copy().put("name", "one more"));
    refused(many.encode(), "at most 64");
  }

  private static String rule(String rest) {
    return "[{\"name\":\"x\",\"where\":[" + SKU + "]," + rest + "}]";
  }

  private static String where(String condition) {
    return "[{\"name\":\"x\",\"action\":\"exclude\",\"where\":[" + condition + "]}]";
  }

  private static Rules read(String rules) {
    return PlacementJson.read(
            Buffer.buffer("{\"reason\":\"test\",\"rules\":" + rules + "}"),
            Placement.standard("cart"),
            SHOP)
        .placement()
        .rules();
  }

  private static void refused(String rules, String... words) {
    assertThatThrownBy(() -> read(rules))
        .isInstanceOfSatisfying(
            PannierException.class,
            e ->
                assertThat(e.code())
                    .isIn(
                        StandardErrorCode.FIELD_INVALID,
                        StandardErrorCode.FIELD_MISSING,
                        StandardErrorCode.ID_INVALID))
        .satisfies(
            e -> assertThat(List.of(words)).allMatch(String.valueOf(e.getMessage())::contains))
        .satisfies(e -> assertThat(String.valueOf(e.getMessage()).length()).isLessThan(2_000));
  }
}
