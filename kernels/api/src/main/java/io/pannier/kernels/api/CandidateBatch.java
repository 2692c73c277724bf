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
 */
public record CandidateBatch(
    Sequences candidates,
    int[] items,
    int[] categories,
    int[] prices,
    boolean @Nullable [] allowed) {}
