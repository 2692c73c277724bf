package io.pannier.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the small JSON objects that callers ask with, as a stream: what is too large or too deep is
 * refused where it begins, before it is in memory as a tree.
 */
final class RequestJson {
  static final int MAX_DEPTH = 32;
  static final int MAX_ID = 256;
  static final int MAX_QUANTITY = 1_000_000;

  private static final int MAX_DIGITS = 18;
  private static final char REPLACEMENT = '\uFFFD';

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** Takes the value of one field; the parser stands on its first token. */
  @FunctionalInterface
  interface Fields {
    void field(String name, JsonParser parser) throws IOException;
  }

  private RequestJson() {}

  /**
   * Hands each field of the one object in {@code body} to {@code fields}.
   *
   * @throws PannierException INVALID_UTF8, MALFORMED_JSON, NESTING_TOO_DEEP, or what {@code fields}
   *     throws
   */
  static void read(Buffer body, Fields fields) {
    String text = text(body);
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new PannierException(
            StandardErrorCode.MALFORMED_JSON, "line 1, column 1: expected an object");
      }
      object(parser, fields);
      if (parser.nextToken() != null) {
        throw new PannierException(
            StandardErrorCode.MALFORMED_JSON, "there is something behind the object");
      }
    } catch (StreamConstraintsException e) {
      throw new PannierException(
          StandardErrorCode.NESTING_TOO_DEEP,
          "the JSON is nested deeper than " + MAX_DEPTH + " levels",
          e);
    } catch (JsonProcessingException e) {
      throw new PannierException(StandardErrorCode.MALFORMED_JSON, where(e), e);
    } catch (IOException e) {
      throw new PannierException(StandardErrorCode.MALFORMED_JSON, "the JSON ends too early", e);
    }
  }

  /** Reads the object on whose brace the parser stands, to its end. */
  static void object(JsonParser parser, Fields fields) throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      fields.field(name, parser);
      // A field that nobody took is skipped with all that is in it.
      parser.skipChildren();
    }
  }

  /** A string of at most {@link #MAX_ID} characters; empty for null. */
  static String id(String name, JsonParser parser) throws IOException {
    String value = string(name, parser);
    if (value.length() > MAX_ID) {
      throw new PannierException(
          StandardErrorCode.ID_INVALID, name + " is longer than " + MAX_ID + " characters");
    }
    return value;
  }

  /** A string; empty for null. */
  static String string(String name, JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NULL -> "";
      default -> throw invalid(name, "a string");
    };
  }

  /** An integer from {@code min} to {@code max}. */
  static long integer(String name, JsonParser parser, long min, long max) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getTextLength() <= MAX_DIGITS) {
      long value = parser.getLongValue();
      if (value >= min && value <= max) {
        return value;
      }
    }
    throw invalid(name, "an integer from " + min + " to " + max);
  }

  /** A finite number from {@code min} to {@code max}. */
  static double number(String name, JsonParser parser, double min, double max) throws IOException {
    if (parser.currentToken().isNumeric() && parser.getTextLength() <= 64) {
      double value = parser.getDoubleValue();
      if (value >= min && value <= max) {
        return value;
      }
    }
    throw invalid(name, "a number from " + min + " to " + max);
  }

  static boolean flag(String name, JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      default -> throw invalid(name, "true or false");
    };
  }

  static void expect(String name, JsonParser parser, JsonToken token, String what) {
    if (parser.currentToken() != token) {
      throw invalid(name, what);
    }
  }

  static <T> T required(String name, @Nullable T value) {
    if (value == null || value.equals("")) {
      throw new PannierException(StandardErrorCode.FIELD_MISSING, name + " is missing");
    }
    return value;
  }

  static PannierException invalid(String name, String expected) {
    return new PannierException(
        StandardErrorCode.FIELD_INVALID, name + " is not valid; expected " + expected);
  }

  private static String text(Buffer body) {
    String text = body.toString(StandardCharsets.UTF_8);
    // Decoding replaces what is no UTF-8; only then is the strict, slower decoder asked.
    if (text.indexOf(REPLACEMENT) >= 0) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body.getBytes()));
      } catch (CharacterCodingException e) {
        throw new PannierException(
            StandardErrorCode.INVALID_UTF8, "the text is no UTF-8; send UTF-8", e);
      }
    }
    return text;
  }

  private static String where(JsonProcessingException e) {
    if (e.getLocation() == null) {
      return e.getOriginalMessage();
    }
    return "line "
        + e.getLocation().getLineNr()
        + ", column "
        + e.getLocation().getColumnNr()
        + ": "
        + e.getOriginalMessage();
  }
}
