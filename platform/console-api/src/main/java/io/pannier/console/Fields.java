package io.pannier.console;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of a request's JSON object, each read once and checked as it is read. */
final class Fields {
  private static final int MAX_REASON = 1_000;

  private final JsonObject json;

  private Fields(JsonObject json) {
    this.json = json;
  }

  /**
   * @throws PannierException MALFORMED_JSON
   */
  static Fields of(Buffer body) {
    try {
      return new Fields(new JsonObject(body));
    } catch (DecodeException e) {
      throw new PannierException(
          StandardErrorCode.MALFORMED_JSON, "the body is no JSON object: " + e.getMessage(), e);
    }
  }

  /** Why the author does it: every change says so. */
  String reason() {
    return text("reason", MAX_REASON);
  }

  /** A string of 1 to {@code max} characters, blank ends cut off. */
  String text(String name, int max) {
    return optionalText(name, max)
        .orElseThrow(
            () -> new PannierException(StandardErrorCode.FIELD_MISSING, name + " is missing"));
  }

  /** As {@link #text}; empty where it is absent or null. */
  Optional<String> optionalText(String name, int max) {
    Object value = json.getValue(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof String text) || text.isBlank() || text.strip().length() > max) {
      throw invalid(name, "a text of 1 to " + max + " characters");
    }
    return Optional.of(AdminCall.storable(text.strip()));
  }

  /** A password: taken as it is, blank ends and all; its length is checked by who keeps it. */
  String password(String name) {
    return optionalPassword(name)
        .orElseThrow(
            () -> new PannierException(StandardErrorCode.FIELD_MISSING, name + " is missing"));
  }

  Optional<String> optionalPassword(String name) {
    Object value = json.getValue(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(text);
    }
    throw invalid(name, "a text");
  }

  long integer(String name, long min, long max) {
    Object value = required(name);
    if (value instanceof Integer || value instanceof Long) {
      long number = ((Number) value).longValue();
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw invalid(name, "an integer from " + min + " to " + max);
  }

  /** As {@link #integer}, or what stands for it where it is absent or null. */
  long optionalInteger(String name, long absent, long min, long max) {
    return json.getValue(name) == null ? absent : integer(name, min, max);
  }

  @Nullable JsonObject optionalObject(String name) {
    return json.getValue(name) == null ? null : object(name);
  }

  @Nullable JsonArray optionalArray(String name) {
    Object value = json.getValue(name);
    if (value != null && !(value instanceof JsonArray)) {
      throw invalid(name, "an array");
    }
    return (JsonArray) value;
  }

  boolean flag(String name) {
    if (required(name) instanceof Boolean flag) {
      return flag;
    }
    throw invalid(name, "true or false");
  }

  @Nullable Boolean optionalFlag(String name) {
    return json.getValue(name) == null ? null : Boolean.valueOf(flag(name));
  }

  /** A time, RFC 3339. */
  Instant time(String name) {
    try {
      return Instant.parse(text(name, 64));
    } catch (DateTimeException e) {
      throw new PannierException(
          StandardErrorCode.FIELD_INVALID, name + " is not valid; expected a time, RFC 3339", e);
    }
  }

  JsonObject object(String name) {
    if (required(name) instanceof JsonObject object) {
      return object;
    }
    throw invalid(name, "an object");
  }

  /** Strings of 1 to 256 characters. */
  List<String> texts(String name, int most) {
    if (!(required(name) instanceof JsonArray array) || array.size() > most) {
      throw invalid(name, "an array of at most " + most + " texts");
    }
    List<String> texts = new ArrayList<>();
    for (Object each : array) {
      if (!(each instanceof String text) || text.isBlank() || text.length() > 256) {
        throw invalid(name, "texts of 1 to 256 characters");
      }
      texts.add(AdminCall.storable(text));
    }
    return texts;
  }

  /** Whole numbers. */
  List<Long> integers(String name, int most) {
    if (!(required(name) instanceof JsonArray array) || array.size() > most) {
      throw invalid(name, "an array of at most " + most + " integers");
    }
    List<Long> integers = new ArrayList<>();
    for (Object each : array) {
      if (!(each instanceof Integer || each instanceof Long)) {
        throw invalid(name, "integers");
      }
      integers.add(((Number) each).longValue());
    }
    return integers;
  }

  private Object required(String name) {
    Object value = json.getValue(name);
    if (value == null) {
      throw new PannierException(StandardErrorCode.FIELD_MISSING, name + " is missing");
    }
    return value;
  }

  static PannierException invalid(String name, String expected) {
    return new PannierException(
        StandardErrorCode.FIELD_INVALID, name + " is not valid; expected " + expected);
  }
}
