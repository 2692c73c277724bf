package io.pannier.kernels.scalar;

import io.pannier.kernels.api.Catalogue;
import io.pannier.kernels.api.Precision;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.TopK;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Items that are all scored in fp32, one fused multiply-add after the other: the order of summation
 * that makes scores equal to the bit on every backend. A lower precision would only be a faster
 * first pass, so here each is exact.
 *
 * @param values row-major (items, width)
 */
record ScalarCatalogue(float[] values, int items, int width, Precision precision)
    implements Catalogue {
  /** The best items of query q into row q of {@code out}. */
  void best(Rows queries, int q, long @Nullable [] hidden, TopK out) {
    float[] scores = new float[items];
    int[] order = new int[items];
    int shown = 0;
    for (int item = 0; item < items; item++) {
      if (!isHidden(hidden, item)) {
        scores[item] = score(queries, q, item);
        order[shown++] = item;
      }
    }
    int[] ranked =
        Arrays.stream(order, 0, shown)
            .boxed()
            .sorted(
                (a, b) ->
                    scores[a] == scores[b]
                        ? Integer.compare(a, b)
                        : Float.compare(scores[b], scores[a]))
            .limit(out.k())
            .mapToInt(Integer::intValue)
            .toArray();
    int start = q * out.k();
    for (int rank = 0; rank < out.k(); rank++) {
      boolean found = rank < ranked.length;
      out.items()[start + rank] = found ? ranked[rank] : TopK.NO_ITEM;
      out.scores()[start + rank] = found ? scores[ranked[rank]] : Float.NEGATIVE_INFINITY;
    }
  }

  private float score(Rows queries, int q, int item) {
    int start = queries.offset() + q * queries.stride();
    float sum = 0;
    for (int k = 0; k < width; k++) {
      sum = Math.fma(queries.data()[start + k], values[item * width + k], sum);
    }
    return sum;
  }

  private static boolean isHidden(long @Nullable [] hidden, int item) {
    return hidden != null
        && item >> 6 < hidden.length
        && (hidden[item >> 6] >>> (item & 63) & 1) != 0;
  }

  @Override
  public long bytes() {
    return (long) values.length * Float.BYTES;
  }

  @Override
  public void close() {
    // Held by the heap.
  }
}
