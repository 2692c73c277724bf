package io.pannier.app.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Single values: how a scalar of the file becomes a value of a type, and how it is written. */
final class ConfigValues {
  private static final Pattern WITH_UNIT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) *([A-Za-z]+)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L);
  private static final Map<String, Long> BYTES =
      Map.of(
          "B",
          1L,
          "kB",
          1_000L,
          "MB",
          1_000_000L,
          "GB",
          1_000_000_000L,
          "KiB",
          1L << 10,
          "MiB",
          1L << 20,
          "GiB",
          1L << 30,
          "TiB",
          1L << 40);

  private ConfigValues() {}

  /** True for a type that one scalar of the file can hold. */
  static boolean scalar(Class<?> type) {
    return type == String.class
        || type == int.class
        || type == long.class
        || type == double.class
        || type == boolean.class
        || type == Duration.class
        || type == Path.class
        || type == URI.class
        || type.isEnum();
  }

  /**
   * The value of a scalar node.
   *
   * @return null where the node does not hold what {@link #expected} says
   */
  static @Nullable Object parse(Class<?> type, JsonNode node) {
    if (!node.isValueNode() || node.isNull()) {
      return null;
    }
    String text = node.asText().trim();
    try {
      if (type == String.class) {
        return node.asText();
      } else if (type == int.class) {
        return Math.toIntExact(whole(text));
      } else if (type == long.class) {
        return whole(text);
      } else if (type == double.class) {
        double value = Double.parseDouble(text);
        return Double.isFinite(value) ? value : null;
      } else if (type == boolean.class) {
        return text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
      } else if (type == Duration.class) {
        return Duration.ofNanos(scaled(text, NANOS));
      } else if (type == Path.class) {
        return text.isEmpty() ? null : Path.of(text);
      } else if (type == URI.class) {
        return URI.create(text);
      }
    } catch (ArithmeticException | IllegalArgumentException e) {
      // InvalidPathException and NumberFormatException are among them.
      return null;
    }
    for (Object constant : type.getEnumConstants()) {
      if (ConfigNames.kebab(((Enum<?>) constant).name()).equals(text)) {
        return constant;
      }
    }
    return null;
  }

  /** What a value of this type looks like, to complete "expected …". */
  static String expected(Class<?> type) {
    if (type == int.class || type == long.class) {
      return "a whole number, or a size such as 64MiB";
    } else if (type == double.class) {
      return "a number";
    } else if (type == boolean.class) {
      return "true or false";
    } else if (type == Duration.class) {
      return "a duration such as 15ms, 30s, 5m, 12h or 7d";
    } else if (type == Path.class) {
      return "a path";
    } else if (type == URI.class) {
      return "a URI";
    } else if (type.isEnum()) {
      List<String> names = new ArrayList<>();
      for (Object constant : type.getEnumConstants()) {
        names.add(ConfigNames.kebab(((Enum<?>) constant).name()));
      }
      return "one of " + String.join(", ", names);
    }
    return "text";
  }

  /** The shortest spelling that {@link #parse} reads back to the same value. */
  static String write(Object value) {
    if (value instanceof Duration duration) {
      return duration(duration);
    } else if (value instanceof Long bytes && bytes >= 1024 && bytes % 1024 == 0) {
      return size(bytes);
    } else if (value instanceof Enum<?> constant) {
      return ConfigNames.kebab(constant.name());
    }
    return value.toString();
  }

  private static long whole(String text) {
    if (text.matches("[+-]?[0-9][0-9_]*")) {
      return Long.parseLong(text.replace("_", ""));
    }
    return scaled(text, BYTES);
  }

  private static long scaled(String text, Map<String, Long> units) {
    if (text.equals("0")) {
      return 0;
    }
    Matcher matcher = WITH_UNIT.matcher(text);
    Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException(text);
    }
    return new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)).longValueExact();
  }

  private static String duration(Duration duration) {
    long nanos = duration.toNanos();
    for (String unit : List.of("d", "h", "m", "s", "ms", "us")) {
      long length = NANOS.getOrDefault(unit, 1L);
      if (nanos >= length && nanos % length == 0) {
        return nanos / length + unit;
      }
    }
    return nanos == 0 ? "0" : nanos + "ns";
  }

  private static String size(long bytes) {
    for (String unit : List.of("TiB", "GiB", "MiB", "KiB")) {
      long length = BYTES.getOrDefault(unit, 1L);
      if (bytes >= length && bytes % length == 0) {
        return bytes / length + unit;
      }
    }
    return Long.toString(bytes);
  }
}
