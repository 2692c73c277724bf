package io.pannier.plugins.itemknn;

/**
 * The logarithm of the co-purchase lift of pairs, shrunk towards 0 where data are few:
 *
 * <pre>{@code
 * lift(i, j) = ln( (c(i, j) + s) / (n(i) · n(j) / N + s) )
 * }</pre>
 *
 * with c the orders that hold both, n those that hold one, N all orders, and s the strength of the
 * prior. The quotient is the posterior mean of the rate of observed over expected pairs under a
 * Gamma(s, s) prior, whose mean is 1: the gamma-Poisson shrinker of DuMouchel (1999, The American
 * Statistician 53(3)) with one component. A pair never seen gets ln(s / (E + s)), which is near 0
 * where little was expected and negative where much was.
 */
final class Lift {
  private Lift() {}

  /** Fills a row-major (n, n) matrix; see {@link io.pannier.spi.ComplementarityModel}. */
  static void fill(CoPurchases counts, double prior, int[] items, float[] lift) {
    int n = items.length;
    double orders = Math.max(1, counts.orders());
    for (int a = 0; a < n; a++) {
      double support = counts.support(items[a]);
      for (int b = a + 1; b < n; b++) {
        double expected = support * counts.support(items[b]) / orders;
        if (expected > 0) {
          int together = counts.together(items[a], items[b]);
          float value = (float) Math.log((together + prior) / (expected + prior));
          lift[a * n + b] = value;
          lift[b * n + a] = value;
        }
      }
    }
  }
}
