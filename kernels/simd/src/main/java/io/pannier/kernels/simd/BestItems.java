package io.pannier.kernels.simd;

import io.pannier.kernels.api.TopK;

/**
 * The best items that one worker has met for each query: heaps of (score, item) with the worst on
 * top, all in two arrays. Of equal scores the lower item is the better, so what is kept does not
 * depend on the order in which items are offered.
 */
final class BestItems {
  private int capacity;
  private float[] scores = new float[0];
  private int[] items = new int[0];
  private int[] sizes = new int[0];

  /** Empties the heaps of so many queries, with room for {@code keep} items each. */
  void reset(int queries, int keep) {
    capacity = keep;
    if (scores.length < queries * keep) {
      scores = new float[queries * keep];
      items = new int[queries * keep];
    }
    if (sizes.length < queries) {
      sizes = new int[queries];
    }
    for (int q = 0; q < queries; q++) {
      sizes[q] = 0;
    }
  }

  int size(int query) {
    return sizes[query];
  }

  float score(int query, int index) {
    return scores[query * capacity + index];
  }

  int item(int query, int index) {
    return items[query * capacity + index];
  }

  /** What a score must exceed to be kept. */
  float threshold(int query) {
    return sizes[query] < capacity ? Float.NEGATIVE_INFINITY : scores[query * capacity];
  }

  /** Keeps the item if it is among the best so far. */
  void offer(int query, float score, int item) {
    int base = query * capacity;
    int size = sizes[query];
    if (size < capacity) {
      sizes[query] = size + 1;
      rise(base, size, score, item);
    } else if (better(score, item, base)) {
      sink(base, size, score, item);
    }
  }

  private boolean better(float score, int item, int at) {
    return score > scores[at] || (score == scores[at] && item < items[at]);
  }

  /** Puts an entry in at the end and moves it up while it is worse than what is above. */
  private void rise(int base, int end, float score, int item) {
    int i = end;
    while (i > 0) {
      int above = (i - 1) >> 1;
      if (better(score, item, base + above)) {
        break;
      }
      copy(base + above, base + i);
      i = above;
    }
    scores[base + i] = score;
    items[base + i] = item;
  }

  /** Puts an entry on top and moves it down while something below is worse. */
  private void sink(int base, int size, float score, int item) {
    int i = 0;
    while (true) {
      int below = 2 * i + 1;
      if (below >= size) {
        break;
      }
      int other = below + 1;
      if (other < size && better(scores[base + below], items[base + below], base + other)) {
        below = other;
      }
      if (better(scores[base + below], items[base + below], score, item)) {
        break;
      }
      copy(base + below, base + i);
      i = below;
    }
    scores[base + i] = score;
    items[base + i] = item;
  }

  private static boolean better(float score, int item, float otherScore, int otherItem) {
    return score > otherScore || (score == otherScore && item < otherItem);
  }

  private void copy(int from, int to) {
    scores[to] = scores[from];
    items[to] = items[from];
  }

  /** Empties the query's heap into {@code out}, best first. */
  void drain(int query, TopK out) {
    int base = query * capacity;
    int start = query * out.k();
    int size = sizes[query];
    for (int rank = out.k() - 1; rank >= size; rank--) {
      out.items()[start + rank] = TopK.NO_ITEM;
      out.scores()[start + rank] = Float.NEGATIVE_INFINITY;
    }
    while (size > 0) {
      size--;
      if (size < out.k()) {
        out.items()[start + size] = items[base];
        out.scores()[start + size] = scores[base];
      }
      sink(base, size, scores[base + size], items[base + size]);
    }
    sizes[query] = 0;
  }
}
