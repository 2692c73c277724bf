package io.pannier.plugins.itemknn;

import java.util.Arrays;

/**
 * One item's co-purchase counts with other items: an open-addressing map from item to count, two
 * ints an entry side by side, so that a probe touches one cache line. Not thread-safe.
 *
 * <p>A row holds a bounded number of entries. When it is full, the entries with the smallest counts
 * go until three quarters are left, at equal counts those with the largest item first: what is lost
 * says least, and a pair that matters comes back, counting again from 0. Until that happens counts
 * are exact; {@link #lossy} tells.
 */
final class CountRow {
  private static final int FIRST_SLOTS = 4;

  // table[2s] is item + 1, or 0 in a free slot; table[2s + 1] is the count, 0 once all was taken
  // back. Entries leave only when the table is rebuilt, so probing needs no tombstones.
  private int[] table;
  private int used;
  private int changes;
  private boolean lossy;

  CountRow() {
    table = new int[2 * FIRST_SLOTS];
  }

  /** A row with room for {@code entries}, to be filled by {@link #restore}. */
  CountRow(int entries, boolean lossy) {
    table = new int[2 * slotsFor(entries)];
    this.lossy = lossy;
  }

  /** Adds one to the count of an item. */
  void increment(int item, int maxEntries) {
    changes++;
    int at = find(item);
    if (table[at] != 0) {
      table[at + 1]++;
      return;
    }
    if (used >= maxEntries || 4 * (used + 1) > 3 * slots()) {
      makeRoom(maxEntries);
      at = find(item);
    }
    put(at, item, 1);
  }

  /** Takes one back; nothing happens for an item that is not counted (any more). */
  void decrement(int item) {
    changes++;
    int at = find(item);
    if (table[at + 1] > 0) {
      table[at + 1]--;
    }
  }

  /** Puts an entry as a snapshot has it. */
  void restore(int item, int count) {
    if (4 * (used + 1) > 3 * slots()) {
      makeRoom(Integer.MAX_VALUE);
    }
    put(find(item), item, count);
  }

  int count(int item) {
    return table[find(item) + 1];
  }

  /**
   * Looks up several counts at once. The first loop has neither branches nor dependencies, so that
   * the processor waits for many cache lines at a time instead of one after the other.
   *
   * @param items the items asked for
   * @param from index of the first of them
   * @param to index after the last
   * @param counts filled from index {@code from}
   */
  void counts(int[] items, int from, int to, int[] counts) {
    int[] slots = table;
    int mask = slots.length - 2;
    for (int i = from; i < to; i++) {
      int at = hash(items[i]) & mask;
      counts[i] = slots[at] == items[i] + 1 ? slots[at + 1] : -slots[at];
    }
    for (int i = from; i < to; i++) {
      if (counts[i] < 0) {
        counts[i] = count(items[i]);
      }
    }
  }

  /** Number of items with a count above 0. */
  int alive() {
    int alive = 0;
    for (int at = 1; at < table.length; at += 2) {
      alive += table[at] > 0 ? 1 : 0;
    }
    return alive;
  }

  /** Grows with every change. */
  int changes() {
    return changes;
  }

  /** True once entries were dropped: an item that is missing may have been counted. */
  boolean lossy() {
    return lossy;
  }

  /** Number of slots, some of them free. */
  int slots() {
    return table.length >> 1;
  }

  /** The item in a slot, or -1 where the slot is free. */
  int itemAt(int slot) {
    return table[2 * slot] - 1;
  }

  /** The count in a slot, 0 where the slot is free. */
  int countAt(int slot) {
    return table[2 * slot + 1];
  }

  long bytes() {
    return 48 + 4L * table.length;
  }

  private int find(int item) {
    int mask = table.length - 2;
    int at = hash(item) & mask;
    while (table[at] != 0 && table[at] != item + 1) {
      at = (at + 2) & mask;
    }
    return at;
  }

  private static int hash(int item) {
    return (item * 0x9E3779B1) >>> 8;
  }

  private void put(int at, int item, int count) {
    used += table[at] == 0 ? 1 : 0;
    table[at] = item + 1;
    table[at + 1] = count;
  }

  private void makeRoom(int maxEntries) {
    int keep = alive();
    if (keep >= maxEntries) {
      int kept = Math.max(1, maxEntries - Math.max(1, maxEntries / 4));
      forgetWeakest(keep - kept);
      keep = kept;
      lossy = true;
    }
    int[] old = table;
    table = new int[2 * slotsFor(keep + 1)];
    used = 0;
    for (int at = 0; at < old.length; at += 2) {
      if (old[at + 1] > 0) {
        put(find(old[at] - 1), old[at] - 1, old[at + 1]);
      }
    }
  }

  /** Sets the smallest {@code number} counts to 0. */
  private void forgetWeakest(int number) {
    long[] order = new long[used];
    int n = 0;
    for (int at = 0; at < table.length; at += 2) {
      if (table[at + 1] > 0) {
        order[n++] = (long) table[at + 1] << 32 | (Integer.MAX_VALUE - table[at]);
      }
    }
    Arrays.sort(order, 0, n);
    for (int i = 0; i < number; i++) {
      int item = Integer.MAX_VALUE - (int) order[i] - 1;
      table[find(item) + 1] = 0;
    }
  }

  /** The smallest power of two that holds the entries at a load of at most five eighths. */
  private static int slotsFor(int entries) {
    int slots = FIRST_SLOTS;
    while (8L * entries > 5L * slots) {
      slots <<= 1;
    }
    return slots;
  }
}
