package io.pannier.messages.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pannier.messages.Shop;
import io.pannier.spi.ErrorCode;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one kind of object, field by field, and remembers the first thing that is wrong with it: a
 * bad field does not stop the reading, because the next element begins behind this one.
 *
 * <p>One instance for one thread; used for one element after the other.
 */
abstract class ElementReader<T> {
  /** Longest id, in UTF-16 units, which is how JavaScript and the database's callers count. */
  static final int LONGEST_ID = 256;

  private static final int LONGEST_NUMBER = 64;
  private static final String NOT_JSON_NUMBER = "NaN and Infinity are no JSON";

  private final int maxBytes;
  private long seen;
  private @Nullable ErrorCode failureCode;
  private String failureMessage = "";

  /**
   * @param maxBytes longest element taken
   */
  ElementReader(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Forgets the element before. */
  abstract void reset();

  /** Reads the value of a field; the parser stands on it. */
  abstract void field(JsonParser parser, String name) throws IOException;

  /** Makes the element; may still {@link #fail}, then the answer does not matter. */
  abstract @Nullable T finish(String payload);

  /**
   * Reads the object on whose brace the parser stands, to its end.
   *
   * @param start offset of that brace in {@code json}
   * @param base what to add to the parser's offsets
   * @return null when the element is refused; the reason is in {@link #failureCode} and {@link
   *     #failureMessage}
   */
  final @Nullable T read(JsonParser parser, byte[] json, int start, int base) throws IOException {
    failureCode = null;
    seen = 0;
    reset();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      field(parser, name);
    }
    int length = base + (int) parser.currentLocation().getByteOffset() - start;
    if (length > maxBytes) {
      fail(
          StandardErrorCode.MESSAGE_TOO_LARGE,
          "element of " + length + " bytes; at most " + maxBytes + " are taken");
    }
    if (failureCode != null) {
      return null;
    }
    T element = finish(new String(json, start, length, StandardCharsets.UTF_8));
    return failureCode == null ? element : null;
  }

  final ErrorCode failureCode() {
    return Objects.requireNonNull(failureCode, "the element was not refused");
  }

  final String failureMessage() {
    return failureMessage;
  }

  final boolean failed() {
    return failureCode != null;
  }

  final void fail(ErrorCode code, String message) {
    if (failureCode == null) {
      failureCode = code;
      failureMessage = message;
    }
  }

  final void missing(String name) {
    fail(StandardErrorCode.FIELD_MISSING, "'" + name + "' is missing");
  }

  /**
   * Notes that a known field was given. Of a field given twice nobody can tell which one was meant.
   *
   * @param bit number of the field, 0 to 63
   */
  final void once(int bit, String name) {
    if ((seen & 1L << bit) != 0) {
      fail(StandardErrorCode.FIELD_INVALID, "'" + name + "' is given twice");
    }
    seen |= 1L << bit;
  }

  /** An id; empty where the value is null. */
  final String id(JsonParser parser, String name) throws IOException {
    String text = text(parser, name, StandardErrorCode.ID_INVALID);
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      checkId(text, name);
    }
    return text;
  }

  final void checkId(String text, String name) {
    int length = text.length();
    if (length == 0 || length > LONGEST_ID) {
      fail(
          StandardErrorCode.ID_INVALID,
          "'" + name + "' has " + length + " characters; expected 1 to " + LONGEST_ID);
    }
  }

  /** A text; empty where the value is null. */
  final String text(JsonParser parser, String name) throws IOException {
    return text(parser, name, StandardErrorCode.FIELD_INVALID);
  }

  private String text(JsonParser parser, String name, ErrorCode wrongType) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      String text = parser.getText();
      checkCharacters(text, name, wrongType == StandardErrorCode.ID_INVALID);
      return text;
    }
    if (token != JsonToken.VALUE_NULL) {
      wrong(parser, wrongType, name, "a string");
    }
    return "";
  }

  /** Refuses what no database and no log can hold: NUL, other control characters, half pairs. */
  private void checkCharacters(String text, String name, boolean oneLine) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < Character.MIN_SURROGATE) {
        continue;
      }
      boolean control = c < ' ' && (oneLine || (c != '\n' && c != '\t' && c != '\r'));
      boolean half = false;
      if (Character.isHighSurrogate(c)) {
        half = i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(++i));
      } else if (Character.isLowSurrogate(c)) {
        half = true;
      }
      if (control || half) {
        fail(
            StandardErrorCode.INVALID_UTF8,
            String.format(
                "'%s' holds U+%04X, %s",
                name, (int) c, control ? "a control character" : "half of a surrogate pair"));
        return;
      }
    }
  }

  /** A whole number from {@code min} to {@code max}; {@code absent} where the value is null. */
  final int integer(JsonParser parser, String name, ErrorCode wrong, int absent, int min, int max)
      throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return absent;
    }
    if (token == JsonToken.VALUE_NUMBER_INT && parser.getTextLength() <= 10) {
      long value = parser.getLongValue();
      if (value >= min && value <= max) {
        return (int) value;
      }
    }
    wrong(parser, wrong, name, "a whole number from " + min + " to " + max);
    return absent;
  }

  /** An amount in minor units; {@code absent} where the value is null. */
  final long money(JsonParser parser, String name, int decimals, long absent) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return absent;
    }
    long amount = Money.BAD_AMOUNT;
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      amount =
          Money.parse(
              parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength(), decimals);
    }
    if (amount >= 0) {
      return amount;
    }
    if (amount == Money.BAD_SCALE) {
      fail(StandardErrorCode.MONEY_SCALE, Money.scaleMessage(name, shown(parser), decimals));
    } else {
      fail(StandardErrorCode.MONEY_INVALID, Money.amountMessage(name, shown(parser), decimals));
      skip(parser);
    }
    return absent;
  }

  /** A scalar as text: what attributes hold. */
  final String scalar(JsonParser parser, String name) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      return text(parser, name);
    }
    if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      return parser.getText();
    }
    boolean number = token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
    if (number && parser.getTextLength() <= LONGEST_NUMBER && !parser.isNaN()) {
      return parser.getText();
    }
    wrong(parser, StandardErrorCode.FIELD_INVALID, name, "a string, a number or a boolean");
    return "";
  }

  /** Texts of an array; empty where the value is null. */
  final List<String> texts(JsonParser parser, String name, int most) throws IOException {
    List<String> texts = new ArrayList<>();
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
          texts.add(text(parser, name));
        } else {
          wrong(parser, StandardErrorCode.FIELD_INVALID, name, "strings only");
        }
      }
      if (texts.size() > most) {
        fail(
            StandardErrorCode.FIELD_INVALID,
            "'" + name + "' has " + texts.size() + " entries; at most " + most + " are taken");
      }
    } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
      wrong(parser, StandardErrorCode.FIELD_INVALID, name, "an array of strings");
    }
    return texts;
  }

  /** A finite number; NaN where the value is null. */
  final double number(JsonParser parser, String name) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return Double.NaN;
    }
    if ((token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT)
        && parser.getTextLength() <= LONGEST_NUMBER) {
      double value = parser.getDoubleValue();
      if (Double.isFinite(value)) {
        return value;
      }
    }
    wrong(parser, StandardErrorCode.FIELD_INVALID, name, "a finite number");
    return Double.NaN;
  }

  /** The {@code currency} of an element, which can only be the shop's. */
  final void currency(JsonParser parser, Shop shop) throws IOException {
    String currency = text(parser, "currency");
    if (!currency.isEmpty() && !currency.equals(shop.currency())) {
      fail(
          StandardErrorCode.CURRENCY_MISMATCH,
          "'currency' is '" + brief(currency) + "'; the shop sells in " + shop.currency());
    }
  }

  /** Passes over a value, whatever it is, as long as it is JSON and not too deep. */
  final void skip(JsonParser parser) throws IOException {
    int depth = 0;
    JsonToken token = parser.currentToken();
    while (true) {
      switch (token) {
        case START_OBJECT, START_ARRAY -> depth++;
        case END_OBJECT, END_ARRAY -> depth--;
        case VALUE_NUMBER_FLOAT -> {
          if (parser.isNaN()) {
            fail(StandardErrorCode.FIELD_INVALID, NOT_JSON_NUMBER);
          }
        }
        default -> {}
      }
      if (depth == 0) {
        return;
      }
      if (depth >= JsonDocument.DEEPEST) {
        fail(
            StandardErrorCode.NESTING_TOO_DEEP,
            "nested deeper than " + JsonDocument.DEEPEST + " levels");
      }
      token = parser.nextToken();
    }
  }

  /** Refuses the value on which the parser stands and passes over it. */
  final void wrong(JsonParser parser, ErrorCode code, String name, String expected)
      throws IOException {
    fail(code, "'" + name + "' is " + shown(parser) + "; expected " + expected);
    skip(parser);
  }

  /** A value as told in a message: short. */
  private static String shown(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "'" + brief(parser.getText()) + "'";
      default -> brief(parser.getText());
    };
  }

  static String brief(String text) {
    return text.codePointCount(0, text.length()) <= 40
        ? text
        : text.substring(0, text.offsetByCodePoints(0, 40)) + "…";
  }
}
