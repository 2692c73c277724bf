package io.pannier.plugins.popularity;

import io.pannier.spi.EventType;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ShopperHistory;
import java.util.Arrays;

/**
 * The products that a shopper turned down, and what is left of their scores: {@code 1 − 2^(−age /
 * halfLife)} of the newest such event, so nothing at once and half after one half-life. An event
 * turns a product down if it dismissed an offer or if the placement weighs its type below 0. Used
 * again for each question. Not thread-safe.
 */
final class Dismissals {
  private final double halfLife;
  private int[] items = new int[16];
  private float[] factors = new float[16];
  private int size;

  Dismissals(double halfLifeHours) {
    halfLife = halfLifeHours * 3_600_000;
  }

  void read(ScoringContext context) {
    size = 0;
    ShopperHistory history = context.history();
    for (int i = history.size() - 1; i >= 0; i--) {
      int item = history.items()[i];
      byte type = history.types()[i];
      boolean against =
          type == EventType.OFFER_DISMISSED.ordinal() || context.eventWeights()[type] < 0;
      if (item >= 0 && against && !contains(item)) {
        double age = Math.max(0, context.now() - history.times()[i]);
        put(item, (float) (1 - Math.pow(2, -age / halfLife)));
      }
    }
  }

  int size() {
    return size;
  }

  /** What is left of an item's score, 0 to 1; 1 for one that was not turned down. */
  float factor(int item) {
    for (int i = 0; i < size; i++) {
      if (items[i] == item) {
        return factors[i];
      }
    }
    return 1;
  }

  private boolean contains(int item) {
    for (int i = 0; i < size; i++) {
      if (items[i] == item) {
        return true;
      }
    }
    return false;
  }

  private void put(int item, float factor) {
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
      factors = Arrays.copyOf(factors, 2 * size);
    }
    items[size] = item;
    factors[size++] = factor;
  }
}
