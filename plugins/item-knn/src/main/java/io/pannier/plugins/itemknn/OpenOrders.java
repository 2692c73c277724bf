package io.pannier.plugins.itemknn;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The orders that may still get lines: the most recently touched ones, up to a bound. A line of an
 * order that has left starts that order anew. Not thread-safe.
 */
final class OpenOrders {
  private final int capacity;
  private final LinkedHashMap<Long, OpenOrder> byKey = new LinkedHashMap<>(64, 0.75f, true);
  // The lines of an order mostly come in a row.
  private @Nullable OpenOrder newest;

  OpenOrders(int capacity) {
    this.capacity = capacity;
  }

  /** The open order with this key, or null. */
  @Nullable OpenOrder find(long key) {
    OpenOrder order = newest;
    if (order == null || order.key() != key) {
      order = byKey.get(key);
      newest = order;
    }
    return order;
  }

  /** Opens an order; where there are too many, the one that was touched longest ago leaves. */
  OpenOrder open(long key) {
    OpenOrder order = new OpenOrder(key);
    byKey.put(key, order);
    newest = order;
    if (byKey.size() > capacity) {
      Map.Entry<Long, OpenOrder> eldest = byKey.firstEntry();
      byKey.remove(eldest.getKey());
    }
    return order;
  }

  /** Longest untouched first. */
  Collection<OpenOrder> all() {
    return byKey.values();
  }
}
