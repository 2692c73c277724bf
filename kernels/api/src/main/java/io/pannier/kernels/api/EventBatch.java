package io.pannier.kernels.api;

/**
 * What shoppers did, oldest first, one sequence each, packed. The arrays are shared with the
 * caller. Each holds an id for every event, −1 for none.
 *
 * @param sequences with times in seconds; hidden events take no part
 * @param items (T)
 * @param categories (T)
 * @param prices (T), buckets
 * @param types (T)
 */
public record EventBatch(
    Sequences sequences, int[] items, int[] categories, int[] prices, int[] types) {}
