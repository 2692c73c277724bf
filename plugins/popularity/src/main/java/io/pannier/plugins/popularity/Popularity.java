package io.pannier.plugins.popularity;

import io.pannier.spi.Product;

/**
 * The score of a product: {@code max(0, Σ over event types t of weight(t) · count(t))}, where the
 * counts are decayed by event time. A weight below 0 counts against the product.
 */
final class Popularity {
  private Popularity() {}

  /**
   * @param weights by {@link io.pannier.spi.EventType#ordinal()}
   * @return finite, ≥ 0
   */
  static float score(Product product, float[] weights) {
    float[] counts = product.statistics().decayedCounts();
    float score = 0;
    for (int type = 0; type < counts.length; type++) {
      score += weights[type] * counts[type];
    }
    return score > 0 ? Math.min(score, Float.MAX_VALUE) : 0;
  }
}
