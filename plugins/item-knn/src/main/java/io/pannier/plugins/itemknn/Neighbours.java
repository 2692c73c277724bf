package io.pannier.plugins.itemknn;

/**
 * An item's nearest neighbours, in no order, as they were when they were selected.
 *
 * @param items item ordinals
 * @param weights cosine raised to the sharpness, same length
 * @param changes the row's changes at that time
 * @param lines the lines taken in at that time
 */
record Neighbours(int[] items, float[] weights, int changes, long lines) {}
