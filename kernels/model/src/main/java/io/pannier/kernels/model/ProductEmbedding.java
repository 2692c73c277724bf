package io.pannier.kernels.model;

import io.pannier.kernels.api.EmbeddingTable;
import io.pannier.kernels.api.Kernels;
import io.pannier.kernels.api.Rows;

/** The vector of a product: its item, category and price added up. An id of −1 adds nothing. */
record ProductEmbedding(EmbeddingTable item, EmbeddingTable category, EmbeddingTable price) {
  /**
   * @param out (count, width), replaced
   */
  void write(Kernels kernels, int[] items, int[] categories, int[] prices, int count, Rows out) {
    kernels.gather(item, items, count, false, out);
    kernels.gather(category, categories, count, true, out);
    kernels.gather(price, prices, count, true, out);
  }
}
