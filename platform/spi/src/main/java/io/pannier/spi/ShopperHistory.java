package io.pannier.spi;

/**
 * What the platform remembers of a shopper, newest event last. Immutable; arrays are not copied.
 *
 * @param items item ordinals; -1 for an event without a product
 * @param types {@link EventType#ordinal()} of each event
 * @param times event times, ascending
 * @param counts decayed counts by {@link EventType#ordinal()}
 * @param orders number of distinct orders seen
 * @param spend decayed spend, minor units
 * @param lastSeen time of the newest event; 0 for a shopper never seen
 */
public record ShopperHistory(
    int[] items,
    byte[] types,
    long[] times,
    float[] counts,
    int orders,
    long spend,
    long lastSeen) {
  /** A shopper never seen. */
  public static final ShopperHistory EMPTY =
      new ShopperHistory(
          new int[0], new byte[0], new long[0], new float[EventType.count()], 0, 0, 0);

  public int size() {
    return items.length;
  }

  public EventType type(int index) {
    return EventType.of(types[index]);
  }

  /** Milliseconds between event {@code index} and the one before it; 0 for the first. */
  public long gap(int index) {
    return index == 0 ? 0 : times[index] - times[index - 1];
  }
}
