package io.pannier.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pannier.messages.rules.Comparison;
import io.pannier.messages.rules.Condition;
import io.pannier.messages.rules.ProductField;
import io.pannier.messages.rules.Rule;
import io.pannier.spi.PannierException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Conditions on a product as JSON: {@code {"field", "op", "value"}}; prices in currency units. */
final class ConditionJson {
  private static final Set<String> FIELDS = Set.of("field", "op", "value");
  private static final String ATTRIBUTE = ProductField.ATTRIBUTE.wireName() + ".";
  private static final int MAX_DIGITS = 64;

  private final int decimals;

  ConditionJson(int decimals) {
    this.decimals = decimals;
  }

  JsonArray write(List<Condition> conditions) {
    JsonArray all = new JsonArray();
    for (Condition condition : conditions) {
      List<Object> values = new ArrayList<>(condition.values());
      condition.numbers().forEach(number -> values.add(number(condition.field(), number)));
      all.add(
          new JsonObject()
              .put("field", condition.fieldName())
              .put("op", condition.comparison().wireName())
              .put(
                  "value",
                  condition.comparison() == Comparison.IN
                      ? new JsonArray(values)
                      : values.getFirst()));
    }
    return all;
  }

  private Number number(ProductField field, double number) {
    if (field == ProductField.PRICE) {
      return BigDecimal.valueOf((long) number, decimals);
    }
    return number == Math.rint(number) && Math.abs(number) < 1e15 ? (Number) (long) number : number;
  }

  /** Reads the array on whose bracket the parser stands. */
  List<Condition> list(String path, JsonParser parser) throws IOException {
    RequestJson.expect(path, parser, JsonToken.START_ARRAY, "an array of conditions");
    List<Condition> conditions = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String at = path + "[" + conditions.size() + "]";
      if (conditions.size() == Rule.MAX_CONDITIONS) {
        throw RequestJson.invalid(path, "at most " + Rule.MAX_CONDITIONS + " conditions");
      }
      RequestJson.expect(at, parser, JsonToken.START_OBJECT, "an object");
      Draft draft = new Draft(at);
      RequestJson.object(parser, draft::field);
      try {
        conditions.add(draft.condition());
      } catch (PannierException e) {
        throw RulesJson.at(at, e);
      }
    }
    return conditions;
  }

  /** The fields of a condition seen so far; values as they were written. */
  private final class Draft {
    private final String path;
    private @Nullable String field;
    private @Nullable Comparison comparison;
    private @Nullable List<Object> values;

    Draft(String path) {
      this.path = path;
    }

    void field(String name, JsonParser parser) throws IOException {
      if (!FIELDS.contains(name)) {
        throw RulesJson.unknown(path, name);
      }
      String at = path + "." + name;
      switch (name) {
        case "field" -> field = RequestJson.id(at, parser);
        case "op" -> comparison = comparison(at, RequestJson.string(at, parser));
        default -> values = values(at, parser);
      }
    }

    private static Comparison comparison(String at, String wireName) {
      return Comparison.ofWireName(wireName)
          .orElseThrow(
              () ->
                  RequestJson.invalid(
                      at, "is, is-not, in, at-least, at-most, contains or starts-with"));
    }

    private static List<Object> values(String at, JsonParser parser) throws IOException {
      List<Object> values = new ArrayList<>();
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        values.add(value(at, parser));
        return values;
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (values.size() == Condition.MAX_VALUES) {
          throw RequestJson.invalid(at, "at most " + Condition.MAX_VALUES + " values");
        }
        values.add(value(at, parser));
      }
      return values;
    }

    private static Object value(String at, JsonParser parser) throws IOException {
      if (parser.currentToken().isNumeric() && parser.getTextLength() <= MAX_DIGITS) {
        return parser.getDecimalValue();
      }
      if (parser.currentToken() == JsonToken.VALUE_STRING
          && parser.getTextLength() <= Condition.MAX_TEXT) {
        return parser.getText();
      }
      throw RequestJson.invalid(
          at, "a number, a text of at most " + Condition.MAX_TEXT + " characters, or several");
    }

    Condition condition() {
      String name = RequestJson.required(path + ".field", field);
      String attribute = name.startsWith(ATTRIBUTE) ? name.substring(ATTRIBUTE.length()) : "";
      ProductField of =
          ProductField.ofWireName(attribute.isEmpty() ? name : ProductField.ATTRIBUTE.wireName())
              .orElseThrow(
                  () ->
                      RequestJson.invalid(
                          path + ".field",
                          "sku, category, brand, tag, price, margin, stock, age-days or"
                              + " attribute.NAME"));
      Comparison by = RequestJson.required(path + ".op", comparison);
      List<String> texts = new ArrayList<>();
      List<Double> numbers = new ArrayList<>();
      for (Object value : RequestJson.required(path + ".value", values)) {
        if (of.number() || by.ordered()) {
          numbers.add(amount(of, value));
        } else {
          texts.add(value instanceof BigDecimal number ? number.toPlainString() : (String) value);
        }
      }
      return new Condition(of, attribute, by, texts, numbers);
    }

    private double amount(ProductField of, Object value) {
      if (!(value instanceof BigDecimal number) || Math.abs(number.doubleValue()) > 1e12) {
        throw RequestJson.invalid(path + ".value", "a number of at most 10^12");
      }
      if (of != ProductField.PRICE) {
        return number.doubleValue();
      }
      try {
        return number.movePointRight(decimals).longValueExact();
      } catch (ArithmeticException e) {
        throw RequestJson.invalid(path + ".value", "at most " + decimals + " decimals");
      }
    }
  }
}
