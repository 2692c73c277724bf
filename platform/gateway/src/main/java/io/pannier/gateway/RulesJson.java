package io.pannier.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pannier.messages.rules.Rule;
import io.pannier.messages.rules.RuleAction;
import io.pannier.messages.rules.RuleWhen;
import io.pannier.messages.rules.Rules;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a placement as JSON. What is not understood is refused with its path: a rule that
 * means less than its author wrote would be worse than none.
 */
final class RulesJson {
  private static final Set<String> RULE =
      Set.of("name", "action", "factor", "where", "when", "enabled");
  private static final Set<String> WHEN = Set.of("cart", "profile", "from", "until");

  private final ConditionJson conditions;

  /**
   * @param decimals of the shop's currency
   */
  RulesJson(int decimals) {
    this.conditions = new ConditionJson(decimals);
  }

  JsonArray write(Rules rules) {
    JsonArray all = new JsonArray();
    for (Rule rule : rules.all()) {
      JsonObject json =
          new JsonObject()
              .put("name", rule.name())
              .put("action", rule.action().wireName())
              .put("enabled", rule.enabled());
      if (rule.action().weighs()) {
        json.put("factor", rule.factor());
      }
      json.put("where", conditions.write(rule.where()));
      if (!rule.when().always()) {
        json.put("when", write(rule.when()));
      }
      all.add(json);
    }
    return all;
  }

  private JsonObject write(RuleWhen when) {
    JsonObject json = new JsonObject();
    if (!when.cart().isEmpty()) {
      json.put("cart", conditions.write(when.cart()));
    }
    if (!when.profile().isEmpty()) {
      json.put("profile", new JsonObject(new TreeMap<String, Object>(when.profile())));
    }
    if (when.from() != Long.MIN_VALUE) {
      json.put("from", Instant.ofEpochMilli(when.from()).toString());
    }
    if (when.until() != Long.MAX_VALUE) {
      json.put("until", Instant.ofEpochMilli(when.until()).toString());
    }
    return json;
  }

  /**
   * Reads the array on whose bracket the parser stands.
   *
   * @throws PannierException FIELD_INVALID or FIELD_MISSING, saying where
   */
  Rules read(JsonParser parser) throws IOException {
    RequestJson.expect("rules", parser, JsonToken.START_ARRAY, "an array of rules");
    List<Rule> rules = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String path = "rules[" + rules.size() + "]";
      if (rules.size() == Rules.MAX) {
        throw RequestJson.invalid("rules", "at most " + Rules.MAX + " rules");
      }
      RequestJson.expect(path, parser, JsonToken.START_OBJECT, "an object");
      rules.add(rule(path, parser));
    }
    return new Rules(rules);
  }

  private Rule rule(String path, JsonParser parser) throws IOException {
    RuleDraft draft = new RuleDraft(path, conditions);
    RequestJson.object(parser, draft::field);
    try {
      return draft.rule();
    } catch (PannierException e) {
      throw at(path, e);
    }
  }

  static PannierException at(String path, PannierException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith("rules[")
        ? e
        : new PannierException(e.code(), path + ": " + message, e);
  }

  static PannierException unknown(String path, String name) {
    String shown = name.length() > 40 ? name.substring(0, 40) + "…" : name;
    return new PannierException(
        StandardErrorCode.FIELD_INVALID, path + " has no field `" + shown + "`");
  }

  /** The fields of a rule seen so far. */
  private static final class RuleDraft {
    private final String path;
    private final ConditionJson conditions;
    private @Nullable String name;
    private @Nullable RuleAction action;
    private double factor = 1;
    private @Nullable List<io.pannier.messages.rules.Condition> where;
    private RuleWhen when = RuleWhen.ALWAYS;
    private boolean enabled = true;

    RuleDraft(String path, ConditionJson conditions) {
      this.path = path;
      this.conditions = conditions;
    }

    void field(String field, JsonParser parser) throws IOException {
      if (!RULE.contains(field)) {
        throw unknown(path, field);
      }
      String at = path + "." + field;
      switch (field) {
        case "name" -> name = RequestJson.string(at, parser).strip();
        case "action" -> action = action(at, RequestJson.string(at, parser));
        case "factor" -> factor = factor(at, parser);
        case "where" -> where = conditions.list(at, parser);
        case "when" -> when = when(at, parser);
        default -> enabled = RequestJson.flag(at, parser);
      }
    }

    private static RuleAction action(String at, String wireName) {
      return RuleAction.ofWireName(wireName)
          .orElseThrow(
              () -> RequestJson.invalid(at, "exclude, include-only, require, pin, bury or boost"));
    }

    private static double factor(String at, JsonParser parser) throws IOException {
      return parser.currentToken() == JsonToken.VALUE_NULL
          ? 1
          : RequestJson.number(at, parser, Rule.MIN_FACTOR, Rule.MAX_FACTOR);
    }

    private RuleWhen when(String at, JsonParser parser) throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        return RuleWhen.ALWAYS;
      }
      RequestJson.expect(at, parser, JsonToken.START_OBJECT, "an object");
      WhenDraft draft = new WhenDraft(at, conditions);
      RequestJson.object(parser, draft::field);
      return new RuleWhen(draft.cart, draft.profile, draft.from, draft.until);
    }

    Rule rule() {
      return new Rule(
          RequestJson.required(path + ".name", name),
          RequestJson.required(path + ".action", action),
          factor,
          RequestJson.required(path + ".where", where),
          when,
          enabled);
    }
  }

  /** The fields of a rule's {@code when} seen so far. */
  private static final class WhenDraft {
    private final String path;
    private final ConditionJson conditions;
    private List<io.pannier.messages.rules.Condition> cart = List.of();
    private final Map<String, String> profile = new TreeMap<>();
    private long from = Long.MIN_VALUE;
    private long until = Long.MAX_VALUE;

    WhenDraft(String path, ConditionJson conditions) {
      this.path = path;
      this.conditions = conditions;
    }

    void field(String field, JsonParser parser) throws IOException {
      if (!WHEN.contains(field)) {
        throw unknown(path, field);
      }
      String at = path + "." + field;
      boolean none = parser.currentToken() == JsonToken.VALUE_NULL;
      switch (field) {
        case "cart" -> cart = none ? List.of() : conditions.list(at, parser);
        case "profile" -> profile(at, parser);
        case "from" -> from = none ? from : time(at, RequestJson.string(at, parser));
        default -> until = none ? until : time(at, RequestJson.string(at, parser));
      }
    }

    private void profile(String at, JsonParser parser) throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        return;
      }
      RequestJson.expect(at, parser, JsonToken.START_OBJECT, "an object of strings");
      RequestJson.object(parser, (name, value) -> profile.put(name, RequestJson.string(at, value)));
    }

    private static long time(String at, String text) {
      try {
        return Instant.parse(text).toEpochMilli();
      } catch (DateTimeParseException | ArithmeticException e) {
        throw RequestJson.invalid(at, "a time such as 2026-12-01T00:00:00Z");
      }
    }
  }
}
