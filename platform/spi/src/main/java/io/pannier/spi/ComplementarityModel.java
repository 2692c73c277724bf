package io.pannier.spi;

/** Knows which products go together. */
public interface ComplementarityModel extends Strategy {
  /**
   * Natural logarithm of the co-purchase lift of every pair, shrunk towards 0 where data are few.
   * Positive: bought together more often than by chance; 0: independent or unknown.
   *
   * @param items n item ordinals, not repeated
   * @param lift row-major (n, n), all zero on entry; filled symmetrically, zero diagonal, each
   *     entry finite
   */
  void complementarity(int[] items, float[] lift);
}
