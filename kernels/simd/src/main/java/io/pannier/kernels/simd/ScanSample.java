package io.pannier.kernels.simd;

/**
 * How much of a catalogue is scanned first to learn what the best items score.
 *
 * <p>Of the catalogue's best k a sample of the share p has λ = k · p, give or take √λ. The sample's
 * item of rank λ + 4 √λ + 4 is therefore not among the best k, but for a few in a million queries,
 * while only 1 / p times its rank are better. Without, a scan would look at k · ln(n / k) items and
 * more (compare Floyd and Rivest, Expected time bounds for selection, 1975).
 */
final class ScanSample {
  /** One part of so many is the sample. */
  private static final int SHARE = 16;

  private static final int DEVIATIONS = 4;

  private ScanSample() {}

  /** Parts of the sample, as many for each worker; 0 where there is too little to scan. */
  static int parts(int parts, int workers) {
    int sample = (parts / SHARE + workers - 1) / workers * workers;
    return 2 * sample < parts ? sample : 0;
  }

  /** Items that the sample keeps to learn where the best {@code keep} of all begin. */
  static int kept(int keep, int sampleParts, int parts) {
    if (sampleParts == 0) {
      return keep;
    }
    double expected = (double) keep * sampleParts / parts;
    return (int) Math.ceil(expected + DEVIATIONS * (Math.sqrt(expected) + 1));
  }
}
