package io.pannier.messages;

import java.util.Locale;
import java.util.Optional;

/** Who decides what share of the visitors an arm has. */
public enum Allocation {
  /** People do. */
  FIXED,
  /** The figures do: an arm that earns more is given more visitors, again and again. */
  BANDIT;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Allocation> ofWireName(String name) {
    for (Allocation allocation : values()) {
      if (allocation.wireName().equals(name)) {
        return Optional.of(allocation);
      }
    }
    return Optional.empty();
  }
}
