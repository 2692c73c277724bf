package io.pannier.plugins.itemknn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How often items were bought, and bought together: supports, symmetric pair counts, and the number
 * of orders, brought up to date by each purchase line. Not thread-safe.
 *
 * <p>A line costs at most two row updates for each item that its order's sample holds, so an
 * invoice of a thousand lines costs no more per line than one of twenty. Counts are those of the
 * sampled orders throughout, so that supports and pairs refer to the same baskets.
 */
final class CoPurchases {
  private final int maxItemsPerOrder;
  private final int maxNeighbours;
  private final OpenOrders open;
  private @Nullable CountRow[] rows = new @Nullable CountRow[64];
  private int[] supports = new int[64];
  private long orders;
  private long lines;

  CoPurchases(int maxItemsPerOrder, int maxNeighbours, int openOrders) {
    this.maxItemsPerOrder = maxItemsPerOrder;
    this.maxNeighbours = maxNeighbours;
    this.open = new OpenOrders(openOrders);
  }

  /** Takes in one purchased item of an order. */
  void add(long orderKey, int item) {
    lines++;
    grow(item);
    OpenOrder order = open.find(orderKey);
    if (order == null) {
      order = open.open(orderKey);
      orders++;
    } else if (order.contains(item)) {
      return;
    }
    if (order.size() == maxItemsPerOrder) {
      int last = order.last();
      int leaving = order.item(last);
      if (!order.before(item, leaving)) {
        return;
      }
      order.remove(last);
      supports[leaving]--;
      CountRow leavingRow = row(leaving);
      for (int i = 0; i < order.size(); i++) {
        leavingRow.decrement(order.item(i));
        row(order.item(i)).decrement(leaving);
      }
    }
    CountRow added = row(item);
    for (int i = 0; i < order.size(); i++) {
      added.increment(order.item(i), maxNeighbours);
      row(order.item(i)).increment(item, maxNeighbours);
    }
    supports[item]++;
    order.add(item);
  }

  /** Number of orders. */
  long orders() {
    return orders;
  }

  /** Number of lines taken in, repeated ones included. */
  long lines() {
    return lines;
  }

  /** One more than the highest item ever bought, or a little above it. */
  int items() {
    return supports.length;
  }

  /** In how many orders the item was counted. */
  int support(int item) {
    return item < supports.length ? supports[item] : 0;
  }

  /** The co-purchases of an item, or null where there never was one. */
  @Nullable CountRow rowOf(int item) {
    return item < rows.length ? rows[item] : null;
  }

  /** In how many orders both items were counted; the larger figure where a row is lossy. */
  int together(int a, int b) {
    CountRow rowA = rowOf(a);
    CountRow rowB = rowOf(b);
    if (rowA == null || rowB == null) {
      return 0;
    }
    int count = rowA.count(b);
    return rowA.lossy() || rowB.lossy() ? Math.max(count, rowB.count(a)) : count;
  }

  OpenOrders open() {
    return open;
  }

  long bytes() {
    long bytes = 4L * supports.length + 8L * rows.length;
    for (CountRow row : rows) {
      bytes += row == null ? 0 : row.bytes();
    }
    return bytes;
  }

  /** Fills an empty instance from a snapshot. */
  void restoreTotals(long restoredOrders, long restoredLines) {
    orders = restoredOrders;
    lines = restoredLines;
  }

  void restoreItem(int item, int support, @Nullable CountRow row) {
    grow(item);
    supports[item] = support;
    rows[item] = row;
  }

  private CountRow row(int item) {
    CountRow row = rows[item];
    if (row == null) {
      row = new CountRow();
      rows[item] = row;
    }
    return row;
  }

  private void grow(int item) {
    if (item >= supports.length) {
      int length = Math.max(item + 1, supports.length + (supports.length >> 1));
      supports = Arrays.copyOf(supports, length);
      rows = Arrays.copyOf(rows, length);
    }
  }
}
