package io.pannier.plugins.genetic.nsga2;

/**
 * xoshiro256++ of Blackman and Vigna (2019), seeded through SplitMix64: equal seeds give equal
 * sequences on every machine. Made once and seeded again for each problem.
 */
public final class SeededRandom {
  private static final double UNIT = 0x1.0p-53;

  private long a;
  private long b;
  private long c;
  private long d;

  public SeededRandom(long seed) {
    seed(seed);
  }

  /** Starts the sequence of a seed. */
  public void seed(long seed) {
    a = mix(seed + 0x9E3779B97F4A7C15L);
    b = mix(seed + 0x3C6EF372FE94F82AL);
    c = mix(seed + 0xDAA66D2C7DDF743FL);
    d = mix(seed + 0x78DDE6E5FD29F054L);
  }

  /** 64 random bits. */
  public long next() {
    long result = Long.rotateLeft(a + d, 23) + a;
    long t = b << 17;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = Long.rotateLeft(d, 45);
    return result;
  }

  /** Uniform in 0 ≤ x < bound; the bias is below bound / 2^32. */
  public int below(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }

  /** Uniform in 0 ≤ x < 1. */
  public double unit() {
    return (next() >>> 11) * UNIT;
  }

  /** The finisher of SplitMix64: every bit moves every other. */
  public static long mix(long state) {
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
