package io.pannier.spi;

import java.util.Locale;
import java.util.Optional;

/** What a shopper did. The wire name is the constant in kebab case. */
public enum EventType {
  PRODUCT_VIEWED,
  PRODUCT_CLICKED,
  CART_ADDED,
  CART_REMOVED,
  PURCHASED,
  RATED,
  REVIEWED,
  SHARED,
  OFFER_SHOWN,
  OFFER_CLICKED,
  OFFER_ACCEPTED,
  OFFER_DISMISSED;

  private static final EventType[] ALL = values();

  private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /**
   * Number of event types; arrays of counts by type have this length and are indexed by ordinal.
   */
  public static int count() {
    return ALL.length;
  }

  public static EventType of(int ordinal) {
    return ALL[ordinal];
  }

  /** The type of a wire name such as {@code product-viewed}; empty when there is none. */
  public static Optional<EventType> ofWireName(String wireName) {
    for (EventType type : ALL) {
      if (type.wireName.equals(wireName)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  public String wireName() {
    return wireName;
  }

  /** True for the four types that answer a decision. */
  public boolean isOutcome() {
    return ordinal() >= OFFER_SHOWN.ordinal();
  }
}
