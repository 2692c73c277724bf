package io.pannier.plugins.genetic;

import io.pannier.plugins.genetic.nsga2.SeededRandom;
import java.util.Arrays;

/**
 * The remainders of one problem whose best completion was looked for: a descent that comes to one
 * again would find what an earlier one found, and its time goes to others instead. Fixed in size;
 * it forgets everything when it is half full.
 */
final class Scanned {
  private static final int SLOTS = 1 << 12;
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final long[] keys = new long[SLOTS];
  private int count;

  /** Forgets all of them. */
  void clear() {
    Arrays.fill(keys, 0);
    count = 0;
  }

  /**
   * @return true when it is new
   */
  boolean add(long key) {
    if (count == SLOTS / 2) {
      clear();
    }
    // An empty slot is 0.
    long entry = key == 0 ? GOLDEN : key;
    int slot = (int) entry & (SLOTS - 1);
    while (keys[slot] != 0) {
      if (keys[slot] == entry) {
        return false;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    keys[slot] = entry;
    count++;
    return true;
  }

  static long hash(long[] set, int words) {
    long hash = 0;
    for (int word = 0; word < words; word++) {
      hash = SeededRandom.mix(hash + set[word] + GOLDEN);
    }
    return hash;
  }
}
