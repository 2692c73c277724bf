package io.pannier.plugins.popularity;

import io.pannier.spi.Catalogue;
import io.pannier.spi.Product;
import io.pannier.spi.TopItems;
import org.jspecify.annotations.Nullable;

/**
 * The most popular products by one set of weights: made by going through the catalogue in slices,
 * so that no single call pays for all of it, and made anew when the catalogue has moved on. Not
 * thread-safe.
 *
 * <p>While a pass is under way, the outcome of the last one answers; during the very first, what
 * that pass has seen so far.
 */
final class Ranking {
  // The first answer of all is worth more than an even pace.
  private static final int FIRST_SLICES = 10;

  private final float[] weights;
  private final PopularityConfig config;
  private TopItems best = new TopItems();
  private TopItems pending = new TopItems();
  // What the pass goes through; null when none is under way.
  private @Nullable Catalogue scanned;
  private int next;
  private int depth;
  private boolean begun;
  private boolean complete;
  private long version;
  private int size;
  private long begunAt;
  private long lastBatch;

  Ranking(float[] weights, PopularityConfig config) {
    this.weights = weights.clone();
    this.config = config;
    depth = config.depth();
  }

  float[] weights() {
    return weights;
  }

  /**
   * Goes on with the pass through the catalogue by one slice, or begins one if it is time; once a
   * batch.
   *
   * @param wanted how many products the caller would like to choose from
   * @param nowMillis the platform's clock
   * @param batch number of the batch, ≥ 1
   */
  void advance(Catalogue catalogue, int wanted, long nowMillis, long batch) {
    if (batch == lastBatch) {
      return;
    }
    lastBatch = batch;
    Catalogue current = scanned;
    if (current == null) {
      boolean deeper = wanted > depth && best.size() >= depth;
      if (begun && !deeper && !due(catalogue, nowMillis)) {
        return;
      }
      begin(catalogue, wanted, nowMillis);
      current = catalogue;
    }
    scan(current);
  }

  /** Number of products that can be chosen from. */
  int size() {
    return best.size();
  }

  /** The item of a rank, 0 being the most popular. */
  int item(int rank) {
    return best.item(rank);
  }

  float score(int rank) {
    return best.score(rank);
  }

  /** New products do not wait; new counts of known ones may. */
  private boolean due(Catalogue catalogue, long nowMillis) {
    return catalogue.version() != version
        && (catalogue.size() != size || Math.abs(nowMillis - begunAt) >= config.refreshMillis());
  }

  private void begin(Catalogue catalogue, int wanted, long nowMillis) {
    begun = true;
    scanned = catalogue;
    version = catalogue.version();
    size = catalogue.size();
    begunAt = nowMillis;
    next = 0;
    if (wanted > depth) {
      depth = Math.max(wanted, 2 * depth);
    }
    pending.reset(depth);
  }

  private void scan(Catalogue catalogue) {
    int slice = complete ? config.slice() : FIRST_SLICES * config.slice();
    int end = (int) Math.min(size, (long) next + slice);
    for (; next < end; next++) {
      Product product = catalogue.product(next);
      if (product != null && product.available()) {
        pending.add(next, Popularity.score(product, weights));
      }
    }
    if (next >= size) {
      pending.sort();
      TopItems previous = best;
      best = pending;
      pending = previous;
      complete = true;
      scanned = null;
    } else if (!complete) {
      showFirst();
    }
  }

  /** Lets the first pass answer before it is through. */
  private void showFirst() {
    pending.sort();
    best.reset(depth);
    for (int rank = 0; rank < pending.size(); rank++) {
      best.add(pending.item(rank), pending.score(rank));
    }
    best.sort();
  }
}
