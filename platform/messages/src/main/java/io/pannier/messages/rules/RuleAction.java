package io.pannier.messages.rules;

import java.util.Locale;
import java.util.Optional;

/**
 * What a rule does with the products that it means, in order of precedence: an earlier one beats a
 * later one. The constraints of the placement beat them all.
 */
public enum RuleAction {
  /** Never offered. */
  EXCLUDE,
  /** Nothing else is offered; of several such rules all must allow a product. */
  INCLUDE_ONLY,
  /** Every bundle holds at least one of them. */
  REQUIRE,
  /** They take part, and stand first where all constraints hold. */
  PIN,
  /** Their scores are multiplied by a factor below 1. */
  BURY,
  /** Their scores are multiplied by a factor above 1. */
  BOOST;

  private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

  public String wireName() {
    return wireName;
  }

  public static Optional<RuleAction> ofWireName(String wireName) {
    for (RuleAction action : values()) {
      if (action.wireName.equals(wireName)) {
        return Optional.of(action);
      }
    }
    return Optional.empty();
  }

  /** True for the actions that carry a factor. */
  public boolean weighs() {
    return this == BURY || this == BOOST;
  }

  /** True for the actions that say which products may be offered at all. */
  public boolean filters() {
    return this == EXCLUDE || this == INCLUDE_ONLY;
  }
}
