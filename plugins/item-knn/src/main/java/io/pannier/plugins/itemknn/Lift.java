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
 * where little was expected and negative where much was. Not thread-safe.
 */
final class Lift {
  private final CoPurchases counts;
  private final double prior;
  // The items that were ever bought with others, smallest row first, and their places in the
  // matrix.
  private CountRow[] rows = new CountRow[64];
  private int[] items = new int[64];
  private int[] places = new int[64];
  private int[] together = new int[64];

  Lift(CoPurchases counts, double prior) {
    this.counts = counts;
    this.prior = prior;
  }

  /** Fills a row-major (n, n) matrix; see {@link io.pannier.spi.ComplementarityModel}. */
  void fill(int[] asked, float[] lift) {
    int n = asked.length;
    int known = collect(asked);
    double perOrder = 1.0 / Math.max(1, counts.orders());
    for (int a = 0; a < known; a++) {
      CountRow row = rows[a];
      row.counts(items, a + 1, known, together);
      double support = counts.support(items[a]);
      for (int b = a + 1; b < known; b++) {
        int both = together[b];
        if (row.lossy() || rows[b].lossy()) {
          both = Math.max(both, rows[b].count(items[a]));
        }
        double expected = support * counts.support(items[b]) * perOrder;
        float value = (float) Logarithm.of((both + prior) / (expected + prior));
        lift[places[a] * n + places[b]] = value;
        lift[places[b] * n + places[a]] = value;
      }
    }
  }

  /** Large rows come last because the last ones are looked into least. */
  private int collect(int[] asked) {
    if (asked.length > items.length) {
      rows = new CountRow[asked.length];
      items = new int[asked.length];
      places = new int[asked.length];
      together = new int[asked.length];
    }
    int known = 0;
    for (int place = 0; place < asked.length; place++) {
      CountRow row = counts.rowOf(asked[place]);
      if (row == null) {
        continue;
      }
      int at = known++;
      for (; at > 0 && rows[at - 1].slots() > row.slots(); at--) {
        rows[at] = rows[at - 1];
        items[at] = items[at - 1];
        places[at] = places[at - 1];
      }
      rows[at] = row;
      items[at] = asked[place];
      places[at] = place;
    }
    return known;
  }
}
