package io.pannier.spi;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The configuration of one strategy: keys in kebab case, values as written by the admin. */
public record StrategyConfig(Map<String, String> values) {
  /** All defaults. */
  public static final StrategyConfig DEFAULTS = new StrategyConfig(Map.of());

  public StrategyConfig {
    values = Map.copyOf(values);
  }

  public int integer(String key, int defaultValue, int min, int max) {
    int value = parse(key, defaultValue, Integer::parseInt, "a whole number");
    if (value < min || value > max) {
      throw invalid(key, "a whole number from " + min + " to " + max);
    }
    return value;
  }

  public double number(String key, double defaultValue, double min, double max) {
    double value = parse(key, defaultValue, Double::parseDouble, "a number");
    if (!(value >= min && value <= max)) {
      throw invalid(key, "a number from " + min + " to " + max);
    }
    return value;
  }

  public String text(String key, String defaultValue) {
    return values.getOrDefault(key, defaultValue);
  }

  /** One of the constants of the default's type, written in kebab case. */
  public <E extends Enum<E>> E choice(String key, E defaultValue) {
    String value = values.get(key);
    if (value == null) {
      return defaultValue;
    }
    List<E> constants = List.copyOf(EnumSet.allOf(defaultValue.getDeclaringClass()));
    for (E constant : constants) {
      if (word(constant).equals(value.trim())) {
        return constant;
      }
    }
    throw invalid(key, "one of " + constants.stream().map(StrategyConfig::word).toList());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private <T> T parse(String key, T defaultValue, Function<String, T> parser, String expected) {
    String value = values.get(key);
    if (value == null) {
      return defaultValue;
    }
    try {
      return parser.apply(value.trim());
    } catch (NumberFormatException e) {
      throw invalid(key, expected);
    }
  }

  private PannierException invalid(String key, String expected) {
    return new PannierException(
        StandardErrorCode.STRATEGY_CONFIG_INVALID,
        "'" + key + "' is '" + values.get(key) + "'; expected " + expected);
  }
}
