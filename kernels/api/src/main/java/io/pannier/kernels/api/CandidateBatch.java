package io.pannier.kernels.api;

import org.jspecify.annotations.Nullable;

/**
 * The products that bundles are composed from, for each request of a batch. The arrays are shared
 * with the caller.
 *
 * @param candidates which candidates belong to which request
 * @param items (C) ids of the model's vocabulary, −1 for a product that it does not know
 * @param categories (C)
 * @param prices (C), buckets
 * @param allowed (C), false for what may not be offered, such as out of stock; null allows all
 * @param word what else is said of the candidates at each step; null for nothing
 */
public record CandidateBatch(
    Sequences candidates,
    int[] items,
    int[] categories,
    int[] prices,
    boolean @Nullable [] allowed,
    @Nullable CandidateWord word) {
  // Written out, because a compact constructor loses the annotations of array parameters.
  public CandidateBatch(
      Sequences candidates,
      int[] items,
      int[] categories,
      int[] prices,
      boolean @Nullable [] allowed,
      @Nullable CandidateWord word) {
    this.candidates = candidates;
    this.items = items;
    this.categories = categories;
    this.prices = prices;
    this.allowed = allowed;
    this.word = word;
  }

  /** Candidates of which the model alone speaks. */
  public CandidateBatch(
      Sequences candidates,
      int[] items,
      int[] categories,
      int[] prices,
      boolean @Nullable [] allowed) {
    this(candidates, items, categories, prices, allowed, null);
  }
}
