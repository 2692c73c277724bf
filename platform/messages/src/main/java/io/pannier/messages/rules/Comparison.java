package io.pannier.messages.rules;

import java.util.Locale;
import java.util.Optional;

/** How a condition compares. Texts other than SKUs are compared without regard to case. */
public enum Comparison {
  IS,
  IS_NOT,
  /** Is one of several. */
  IN,
  AT_LEAST,
  AT_MOST,
  CONTAINS,
  STARTS_WITH;

  private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

  public String wireName() {
    return wireName;
  }

  public static Optional<Comparison> ofWireName(String wireName) {
    for (Comparison comparison : values()) {
      if (comparison.wireName.equals(wireName)) {
        return Optional.of(comparison);
      }
    }
    return Optional.empty();
  }

  /** True for what compares amounts. */
  public boolean ordered() {
    return this == AT_LEAST || this == AT_MOST;
  }
}
