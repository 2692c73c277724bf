package io.pannier.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pannier.messages.rules.Comparison;
import io.pannier.messages.rules.Condition;
import io.pannier.messages.rules.ProductField;
import io.pannier.messages.rules.Rule;
import io.pannier.messages.rules.RuleAction;
import io.pannier.messages.rules.RuleWhen;
import io.pannier.messages.rules.Rules;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rules of a placement as a revision keeps them: amounts in minor units, times as numbers. */
final class RulesJson {
  private RulesJson() {}

  static void write(ArrayNode array, Rules rules) {
    for (Rule rule : rules.all()) {
      ObjectNode node =
          array
              .addObject()
              .put("name", rule.name())
              .put("action", rule.action().wireName())
              .put("factor", rule.factor())
              .put("enabled", rule.enabled());
      conditions(node.putArray("where"), rule.where());
      RuleWhen when = rule.when();
      if (!when.always()) {
        ObjectNode given = node.putObject("when");
        conditions(given.putArray("cart"), when.cart());
        ObjectNode profile = given.putObject("profile");
        new TreeMap<>(when.profile()).forEach(profile::put);
        given.put("from", when.from()).put("until", when.until());
      }
    }
  }

  private static void conditions(ArrayNode array, List<Condition> conditions) {
    for (Condition condition : conditions) {
      ObjectNode node =
          array
              .addObject()
              .put("field", condition.field().wireName())
              .put("attribute", condition.attribute())
              .put("op", condition.comparison().wireName());
      ArrayNode values = node.putArray("values");
      condition.values().forEach(values::add);
      ArrayNode numbers = node.putArray("numbers");
      condition.numbers().forEach(numbers::add);
    }
  }

  static Rules read(JsonNode array) {
    List<Rule> rules = new ArrayList<>();
    for (JsonNode node : array) {
      rules.add(
          new Rule(
              node.path("name").asText(),
              RuleAction.ofWireName(node.path("action").asText())
                  .orElseThrow(() -> unknown("action", node)),
              node.path("factor").asDouble(1),
              conditions(node.path("where")),
              when(node.path("when")),
              node.path("enabled").asBoolean(true)));
    }
    return rules.isEmpty() ? Rules.NONE : new Rules(rules);
  }

  private static RuleWhen when(JsonNode node) {
    if (!node.isObject()) {
      return RuleWhen.ALWAYS;
    }
    Map<String, String> profile = new TreeMap<>();
    node.path("profile")
        .properties()
        .forEach(entry -> profile.put(entry.getKey(), entry.getValue().asText()));
    return new RuleWhen(
        conditions(node.path("cart")),
        profile,
        node.path("from").asLong(Long.MIN_VALUE),
        node.path("until").asLong(Long.MAX_VALUE));
  }

  private static List<Condition> conditions(JsonNode array) {
    List<Condition> conditions = new ArrayList<>();
    for (JsonNode node : array) {
      List<String> values = new ArrayList<>();
      node.path("values").forEach(value -> values.add(value.asText()));
      List<Double> numbers = new ArrayList<>();
      node.path("numbers").forEach(number -> numbers.add(number.asDouble()));
      conditions.add(
          new Condition(
              ProductField.ofWireName(node.path("field").asText())
                  .orElseThrow(() -> unknown("field", node)),
              node.path("attribute").asText(),
              Comparison.ofWireName(node.path("op").asText())
                  .orElseThrow(() -> unknown("op", node)),
              values,
              numbers));
    }
    return conditions;
  }

  private static PannierException unknown(String what, JsonNode node) {
    return new PannierException(
        StandardErrorCode.FIELD_INVALID,
        "rules: a stored rule has the " + what + " `" + node.path(what).asText() + "`");
  }
}
