package io.pannier.kernels.api;

import java.util.Arrays;
import java.util.List;

/**
 * Which items of an order are counted: all of a small one, of a large one those with the smallest
 * hash of order and item. What is bought together with hundreds of other things says little. The
 * sample depends on names alone, so that another training counts the same items of the same order.
 */
public final class OrderSample {
  /** Most items of an order that are counted. */
  public static final int LINES = 20;

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long[] hashes;

  /**
   * @param vocabulary names of the items
   */
  public OrderSample(List<String> vocabulary) {
    hashes = new long[vocabulary.size()];
    Arrays.setAll(hashes, item -> hash(vocabulary.get(item)));
  }

  /** A hash of a name of which every bit depends on every character. */
  public static long hash(String name) {
    long hash = GOLDEN;
    for (int i = 0; i < name.length(); i++) {
      hash = mix(hash ^ name.charAt(i));
    }
    return hash;
  }

  /** Stafford's variant 13 of the finalizer of MurmurHash3. */
  private static long mix(long value) {
    long z = value + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * The items of an order that are counted, ascending.
   *
   * @param key of the order
   * @param items of the order; those that are repeated or unknown (−1) count once or not at all
   */
  public int[] of(long key, int[] items) {
    int[] known = Arrays.stream(items).filter(item -> item >= 0).distinct().toArray();
    if (known.length > LINES) {
      known =
          Arrays.stream(known)
              .boxed()
              .sorted((a, b) -> Long.compareUnsigned(mix(key ^ hashes[a]), mix(key ^ hashes[b])))
              .limit(LINES)
              .mapToInt(Integer::intValue)
              .toArray();
    }
    Arrays.sort(known);
    return known;
  }
}
