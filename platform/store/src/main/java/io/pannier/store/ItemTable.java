package io.pannier.store;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/** The SKUs of one shop and their ordinals, in memory. One writer, any number of readers. */
final class ItemTable {
  private final ConcurrentHashMap<String, Integer> ordinals = new ConcurrentHashMap<>();
  private volatile String[] skus = new String[64];
  private volatile int size;

  int find(String sku) {
    Integer item = ordinals.get(sku);
    return item == null ? -1 : item;
  }

  String sku(int item) {
    if (item < 0 || item >= size) {
      throw new IndexOutOfBoundsException("item " + item + " of " + size);
    }
    return skus[item];
  }

  int size() {
    return size;
  }

  /** Adds the next SKU; one that is there already stays as it is. */
  void add(int item, String sku) {
    if (item != size) {
      if (item < size && skus[item].equals(sku)) {
        return;
      }
      throw new IllegalStateException("ordinal " + item + " does not follow " + size);
    }
    String[] grown = skus;
    if (item == grown.length) {
      grown = Arrays.copyOf(grown, grown.length * 2);
    }
    grown[item] = sku;
    skus = grown;
    size = item + 1;
    ordinals.put(sku, item);
  }
}
