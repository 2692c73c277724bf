package io.pannier.messages.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pannier.messages.ShoppersSubmitted.Profile;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads profiles. One attribute without consent refuses the profile: nothing is kept by mistake.
 */
final class ProfileReader extends ElementReader<Profile> {
  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_ATTRIBUTES = 100;

  private String shopper = "";
  private @Nullable Map<String, String> attributes;

  ProfileReader() {
    super(MAX_BYTES);
  }

  @Override
  void reset() {
    shopper = "";
    attributes = null;
  }

  @Override
  void field(JsonParser parser, String name) throws IOException {
    switch (name) {
      case "shopper" -> {
        once(0, name);
        shopper = id(parser, name);
      }
      case "attributes" -> {
        once(1, name);
        if (parser.currentToken() == JsonToken.START_OBJECT) {
          attributes = attributes(parser);
        } else {
          wrong(parser, StandardErrorCode.FIELD_INVALID, name, "an object");
        }
      }
      default -> skip(parser);
    }
  }

  @Override
  @Nullable Profile finish(String payload) {
    if (shopper.isEmpty()) {
      missing("shopper");
    } else if (attributes == null) {
      missing("attributes");
    }
    return failed() || attributes == null ? null : new Profile(shopper, attributes, payload);
  }

  private Map<String, String> attributes(JsonParser parser) throws IOException {
    Map<String, String> read = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      checkId(name, "attributes");
      parser.nextToken();
      String field = "attributes." + brief(name);
      String value = attribute(parser, field);
      if (read.put(name, value) != null) {
        fail(StandardErrorCode.FIELD_INVALID, "'" + field + "' is given twice");
      }
    }
    if (read.size() > MAX_ATTRIBUTES) {
      fail(
          StandardErrorCode.FIELD_INVALID,
          "'attributes' has " + read.size() + " entries; at most " + MAX_ATTRIBUTES + " are taken");
    }
    return read;
  }

  /** {@code {"value": …, "consent": true}}. */
  private String attribute(JsonParser parser, String field) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      wrong(
          parser,
          StandardErrorCode.CONSENT_MISSING,
          field,
          "an object with 'value' and 'consent': true");
      return "";
    }
    String value = null;
    int consents = 0;
    boolean refused = false;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      switch (name) {
        case "value" -> value = scalar(parser, field + ".value");
        case "consent" -> {
          consents++;
          refused |= token != JsonToken.VALUE_TRUE;
          skip(parser);
        }
        default -> skip(parser);
      }
    }
    if (consents == 0 || refused) {
      fail(
          StandardErrorCode.CONSENT_MISSING,
          "'" + field + "' has no consent; send only what the shopper agreed to");
    }
    if (value == null) {
      missing(field + ".value");
      return "";
    }
    return value;
  }
}
