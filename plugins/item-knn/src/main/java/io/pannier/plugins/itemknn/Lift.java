package io.pannier.plugins.itemknn;

import org.jspecify.annotations.Nullable;

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
 * where little was expected and negative where much was. Not thread-safe.
 */
final class Lift {
  private final CoPurchases counts;
  private final double prior;
  private @Nullable CountRow[] rows = new @Nullable CountRow[64];

  Lift(CoPurchases counts, double prior) {
    this.counts = counts;
    this.prior = prior;
  }

  /** Fills a row-major (n, n) matrix; see {@link io.pannier.spi.ComplementarityModel}. */
  void fill(int[] items, float[] lift) {
    int n = items.length;
    if (n > rows.length) {
      rows = new @Nullable CountRow[n];
    }
    for (int i = 0; i < n; i++) {
      rows[i] = counts.rowOf(items[i]);
    }
    double inverse = 1.0 / Math.max(1, counts.orders());
    for (int a = 0; a < n; a++) {
      CountRow rowA = rows[a];
      if (rowA == null) {
        continue;
      }
      double support = counts.support(items[a]);
      for (int b = a + 1; b < n; b++) {
        CountRow rowB = rows[b];
        if (rowB != null) {
          double expected = support * counts.support(items[b]) * inverse;
          int together = CountRow.together(items[a], rowA, items[b], rowB);
          float value = (float) Logarithm.of((together + prior) / (expected + prior));
          lift[a * n + b] = value;
          lift[b * n + a] = value;
        }
      }
    }
  }
}
