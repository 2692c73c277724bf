package io.pannier.kernels.model;

import io.pannier.kernels.api.AttentionSpec;
import io.pannier.kernels.api.EmbeddingTable;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.Sequences;
import java.util.Objects;

/** The vector of an event: its product, its type, and the time since the event before. */
record EventEmbedding(ProductEmbedding product, EmbeddingTable type, EmbeddingTable gap) {
  /**
   * @param gaps (T) or longer, room for the buckets
   * @param out (T, width), replaced
   */
  void write(Kernels kernels, EventBatch events, int[] gaps, Rows out) {
    Sequences sequences = events.sequences();
    int tokens = sequences.tokens();
    buckets(sequences, gap.rows(), gaps);
    product.write(kernels, events.items(), events.categories(), events.prices(), tokens, out);
    kernels.gather(type, events.types(), tokens, true, out);
    kernels.gather(gap, gaps, tokens, true, out);
  }

  private static void buckets(Sequences sequences, int buckets, int[] gaps) {
    int[] times = Objects.requireNonNull(sequences.times());
    for (int s = 0; s < sequences.count(); s++) {
      int first = sequences.offsets()[s];
      int end = sequences.offsets()[s + 1];
      for (int t = first; t < end; t++) {
        gaps[t] = t == first ? 0 : AttentionSpec.timeBucket(times[t] - times[t - 1], buckets);
      }
    }
  }
}
