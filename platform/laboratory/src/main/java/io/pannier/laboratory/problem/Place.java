package io.pannier.laboratory.problem;

import com.fasterxml.jackson.databind.JsonNode;
import io.pannier.messages.json.Money;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that knows where it stands, so that every complaint names the place.
 *
 * @param node null where the field is absent; JSON null counts as absent
 * @param pointer JSON pointer (RFC 6901) from the root
 */
record Place(@Nullable JsonNode node, String pointer) {

  PannierException invalid(String what) {
    return new PannierException(
        StandardErrorCode.PROBLEM_INVALID, (pointer.isEmpty() ? "/" : pointer) + ": " + what);
  }

  boolean present() {
    return node != null;
  }

  Place field(String name) {
    JsonNode child = node == null ? null : node.get(name);
    return new Place(child == null || child.isNull() ? null : child, pointer + "/" + name);
  }

  Place element(int index) {
    return new Place(required().get(index), pointer + "/" + index);
  }

  /** An object with none but these fields, or nothing. */
  Place object(Set<String> fields) {
    if (node == null) {
      return this;
    }
    if (!node.isObject()) {
      throw invalid("expected an object");
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!fields.contains(name)) {
        throw new Place(null, pointer + "/" + name)
            .invalid(
                "unknown field; known are " + String.join(", ", fields.stream().sorted().toList()));
      }
    }
    return this;
  }

  /** Number of elements of an array; 0 where absent. */
  int elements() {
    if (node == null) {
      return 0;
    }
    if (!node.isArray()) {
      throw invalid("expected an array");
    }
    return node.size();
  }

  String text() {
    if (!required().isTextual() || required().textValue().isBlank()) {
      throw invalid("expected a text");
    }
    return required().textValue();
  }

  double number(double defaultValue, double min, double max) {
    if (node == null) {
      return defaultValue;
    }
    double value = node.isNumber() ? node.doubleValue() : Double.NaN;
    if (!(value >= min && value <= max)) {
      throw invalid("is " + brief() + "; expected a number from " + min + " to " + max);
    }
    return value;
  }

  long integer(long defaultValue, long min, long max) {
    if (node == null) {
      return defaultValue;
    }
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < min
        || node.longValue() > max) {
      throw invalid("is " + brief() + "; expected a whole number from " + min + " to " + max);
    }
    return node.longValue();
  }

  long money(long defaultValue, int decimals) {
    if (node == null) {
      return defaultValue;
    }
    if (!node.isNumber()) {
      throw invalid("is " + brief() + "; expected an amount");
    }
    try {
      return Money.minorUnits(
          node.isIntegralNumber()
              ? node.bigIntegerValue().toString()
              : node.decimalValue().toString(),
          decimals);
    } catch (PannierException e) {
      throw new PannierException(
          StandardErrorCode.PROBLEM_INVALID, pointer + ": " + e.getMessage(), e);
    }
  }

  JsonNode required() {
    if (node == null) {
      throw invalid("is missing");
    }
    return node;
  }

  private String brief() {
    String text = required().toString();
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
