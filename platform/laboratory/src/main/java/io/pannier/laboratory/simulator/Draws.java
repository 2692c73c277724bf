package io.pannier.laboratory.simulator;

import java.util.SplittableRandom;

/**
 * Draws from the distributions of the simulation. StrictMath, because the last bit of a logarithm
 * would otherwise depend on the processor, and with it every later draw.
 */
final class Draws {
  private Draws() {}

  /** A generator of its own for one purpose, so that no purpose disturbs another one's numbers. */
  static SplittableRandom stream(long seed, long purpose, long index) {
    SplittableRandom mixer = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + purpose);
    return new SplittableRandom(mixer.nextLong() ^ index * 0xBF58476D1CE4E5B9L);
  }

  /** Standard normal (Marsaglia's polar method). */
  static double normal(SplittableRandom random) {
    while (true) {
      double x = 2 * random.nextDouble() - 1;
      double y = 2 * random.nextDouble() - 1;
      double square = x * x + y * y;
      if (square > 0 && square < 1) {
        return x * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
      }
    }
  }

  static double logNormal(SplittableRandom random, double median, double sigma) {
    return median * StrictMath.exp(sigma * normal(random));
  }

  /** Poisson by counting uniform products (Knuth); for small means. */
  static int poisson(SplittableRandom random, double mean) {
    double limit = StrictMath.exp(-mean);
    int count = 0;
    for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
      count++;
    }
    return count;
  }

  static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }
}
