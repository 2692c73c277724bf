package io.pannier.spi;

/**
 * How a product did lately: event counts decayed by event time with one half-life for the whole
 * installation, so that they compare between products.
 *
 * @param decayedCounts indexed by {@link EventType#ordinal()}; not copied
 * @param asOf the event time to which the counts were decayed
 */
public record ProductStatistics(float[] decayedCounts, long asOf) {
  /** A product that nobody touched. */
  public static final ProductStatistics NONE =
      new ProductStatistics(new float[EventType.count()], 0);

  public float count(EventType type) {
    return decayedCounts[type.ordinal()];
  }

  /** Clicks over views, smoothed by a Beta(1, 20) prior: 1/21 for a product without views. */
  public float clickRate() {
    return (count(EventType.PRODUCT_CLICKED) + 1) / (count(EventType.PRODUCT_VIEWED) + 21);
  }

  /** Purchases over views or purchases, whichever is larger, smoothed by a Beta(1, 20) prior. */
  public float conversionRate() {
    float bought = count(EventType.PURCHASED);
    return (bought + 1) / (Math.max(bought, count(EventType.PRODUCT_VIEWED)) + 21);
  }
}
