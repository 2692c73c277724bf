package io.pannier.plugins.transformer;

import io.pannier.spi.EventType;

/** How what the model reads is numbered; the same where it is trained and where it serves. */
final class EventIds {
  static final int PRICE_BUCKETS = 64;
  static final int GAP_BUCKETS = 32;
  static final int TIME_BUCKETS = 32;

  private static final double BUCKETS_OF_DOUBLING = 2;
  private static final long MILLIS = 1_000;

  private EventIds() {}

  /** Whether an event says something of a product that the shopper wants. */
  static boolean read(EventType type) {
    return switch (type) {
      case PRODUCT_VIEWED, PRODUCT_CLICKED, CART_ADDED, PURCHASED -> true;
      case CART_REMOVED,
          RATED,
          REVIEWED,
          SHARED,
          OFFER_SHOWN,
          OFFER_CLICKED,
          OFFER_ACCEPTED,
          OFFER_DISMISSED ->
          false;
    };
  }

  /**
   * Two buckets for each doubling of the price, 0 for what costs nothing.
   *
   * @param price minor units; negative where unknown, which gives −1
   */
  static int price(long price) {
    if (price < 0) {
      return -1;
    }
    double doublings = Math.log((double) price + 1) / Math.log(2);
    return (int) Math.min(PRICE_BUCKETS - 1.0, doublings * BUCKETS_OF_DOUBLING);
  }

  /** Seconds from {@code origin}, clipped to what an int holds. */
  static int seconds(long time, long origin) {
    return Math.clamp((time - origin) / MILLIS, -Integer.MAX_VALUE / 2, Integer.MAX_VALUE / 2);
  }
}
