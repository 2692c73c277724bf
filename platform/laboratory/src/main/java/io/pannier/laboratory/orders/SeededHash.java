package io.pannier.laboratory.orders;

/** Pseudo-random numbers that depend on a seed and a text only, so that order does not matter. */
final class SeededHash {
  private SeededHash() {}

  /**
   * A number in [0, 1).
   *
   * @param purpose keeps two figures of the same text apart
   */
  static double unit(long seed, String purpose, String text) {
    long hash = mix(seed ^ 0x9E3779B97F4A7C15L);
    hash = absorb(hash, purpose);
    hash = absorb(hash, text);
    return (hash >>> 11) * 0x1.0p-53;
  }

  private static long absorb(long hash, String text) {
    long state = hash;
    for (int i = 0; i < text.length(); i++) {
      state = (state ^ text.charAt(i)) * 0x100000001B3L;
    }
    return mix(state);
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
  private static long mix(long z) {
    long mixed = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }
}
