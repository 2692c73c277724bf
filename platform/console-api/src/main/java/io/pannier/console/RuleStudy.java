package io.pannier.console;

import io.pannier.messages.rules.Rule;
import io.pannier.messages.rules.RuleAction;
import io.pannier.messages.rules.Rules;
import io.pannier.spi.Product;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What rules mean in a shop's catalogue: counted product by product, so that a catalogue of any
 * size is read through once. Rules that can do nothing, or that another one overrules, are found by
 * the way. Not thread-safe.
 */
final class RuleStudy {
  private static final int SHOWN = 20;

  private final Rules rules;
  private final long now;
  private final int[] means;
  private final int[] reaches;
  private final int[] overruledBy;
  private final List<List<Product>> shown = new ArrayList<>();
  private int sellable;
  private int left;

  /**
   * @param now milliseconds since the epoch
   */
  RuleStudy(Rules rules, long now) {
    this.rules = rules;
    this.now = now;
    this.means = new int[rules.size()];
    this.reaches = new int[rules.size()];
    this.overruledBy = new int[rules.size()];
    for (int r = 0; r < rules.size(); r++) {
      overruledBy[r] = -1;
      shown.add(new ArrayList<>());
    }
  }

  void add(Product product) {
    if (!product.sellable()) {
      return;
    }
    sellable++;
    int keeper = keptOutBy(product);
    left += keeper < 0 ? 1 : 0;
    for (int r = 0; r < rules.size(); r++) {
      if (!rules.rule(r).means(product, now)) {
        continue;
      }
      means[r]++;
      if (shown.get(r).size() < SHOWN) {
        shown.get(r).add(product);
      }
      if (keeper < 0 || keeper == r) {
        reaches[r]++;
      } else {
        overruledBy[r] = keeper;
      }
    }
  }

  /** The first rule for all requests that keeps a product out; -1 for none. */
  private int keptOutBy(Product product) {
    int found = -1;
    for (int r = 0; r < rules.size(); r++) {
      Rule rule = rules.rule(r);
      boolean general = rule.enabled() && rule.when().always() && rule.action().filters();
      boolean earlier = found < 0 || rule.action().compareTo(rules.rule(found).action()) < 0;
      if (general && earlier && rule.means(product, now) == (rule.action() == RuleAction.EXCLUDE)) {
        found = r;
      }
    }
    return found;
  }

  /** {@code {sellable, left, rules, findings}}. */
  JsonObject told() {
    JsonArray each = new JsonArray();
    for (int r = 0; r < rules.size(); r++) {
      JsonArray products = new JsonArray();
      shown
          .get(r)
          .forEach(
              product ->
                  products.add(
                      new JsonObject().put("sku", product.sku()).put("title", product.title())));
      each.add(
          new JsonObject()
              .put("name", rules.rule(r).name())
              .put("means", means[r])
              .put("products", products));
    }
    return new JsonObject()
        .put("sellable", sellable)
        .put("left", left)
        .put("rules", each)
        .put("findings", findings());
  }

  /** What is worth a second look; none of it keeps the rules from being saved. */
  JsonArray findings() {
    JsonArray findings = new JsonArray();
    for (int r = 0; r < rules.size(); r++) {
      Rule rule = rules.rule(r);
      if (!rule.enabled()) {
        continue;
      }
      if (rule.when().until() <= now) {
        findings.add(finding("over", rule.name(), ""));
      } else if (means[r] == 0) {
        findings.add(finding("means-nothing", rule.name(), ""));
      } else if (!rule.action().filters() && reaches[r] == 0) {
        findings.add(
            finding(
                "overruled",
                rule.name(),
                overruledBy[r] < 0 ? "" : rules.rule(overruledBy[r]).name()));
      }
    }
    if (left == 0 && sellable > 0) {
      findings.add(finding("nothing-left", "", ""));
    }
    return findings;
  }

  /**
   * @param by the rule that overrules it; empty where none does
   */
  private static JsonObject finding(String code, String rule, String by) {
    return new JsonObject().put("code", code).put("rule", rule).put("by", by);
  }
}
