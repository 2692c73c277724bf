package io.pannier.plugins.transformer;

import io.pannier.spi.Catalogue;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of a model and items of a shop, which number the same products differently: a model names
 * its products by SKU. Not thread-safe.
 */
final class Vocabulary {
  private static final int UNKNOWN = -1;

  private final List<String> skus;
  private final int[] items;
  private int[] rows = {};
  private int known;
  private int size = UNKNOWN;
  private long version = Long.MIN_VALUE;

  Vocabulary(List<String> skus) {
    this.skus = List.copyOf(skus);
    this.items = new int[skus.size()];
    Arrays.fill(items, UNKNOWN);
  }

  /**
   * Looks the names up in a catalogue if it is not the one of before. The number of a SKU stays
   * what it is while a catalogue grows, so that only those are looked up that were missing.
   */
  void follow(Catalogue catalogue) {
    if (catalogue.version() == version && catalogue.size() == size) {
      return;
    }
    if (catalogue.version() < version || catalogue.size() < size) {
      Arrays.fill(items, UNKNOWN);
      known = 0;
    }
    version = catalogue.version();
    size = catalogue.size();
    for (int row = 0; row < items.length; row++) {
      if (items[row] < 0) {
        items[row] = catalogue.item(skus.get(row));
        known += items[row] < 0 ? 0 : 1;
      }
    }
    rows = new int[size];
    Arrays.fill(rows, UNKNOWN);
    for (int row = 0; row < items.length; row++) {
      if (items[row] >= 0 && items[row] < size) {
        rows[items[row]] = row;
      }
    }
  }

  /** True where the shop lacks most of the products: the model is another shop's. */
  boolean foreign() {
    return 2L * known < items.length;
  }

  /** Products that the shop has. */
  int known() {
    return known;
  }

  int size() {
    return items.length;
  }

  /** The item of a row; −1 where the shop lacks it. */
  int item(int row) {
    return items[row];
  }

  /** The row of an item; −1 where the model does not know it. */
  int row(int item) {
    return item >= 0 && item < rows.length ? rows[item] : UNKNOWN;
  }

  String sku(int row) {
    return skus.get(row);
  }
}
