package io.pannier.learning;

/**
 * What the neighbours say at the positions of a batch at which an item must be named: P positions,
 * C items each, row-major.
 *
 * @param items which item stands in a column, the same at all positions: the whole vocabulary, or
 *     those that were drawn behind the right one
 * @param counts sums of squared cosines
 * @param likeness sums of squared likenesses
 * @param offsets added to the scores: what is in the sequence already is out of question; the
 *     correction of a sampled softmax
 */
record WideInput(Columns items, float[] counts, float[] likeness, float[] offsets) {
  /** The same with nothing added to the scores. */
  WideInput plain() {
    return new WideInput(items, counts, likeness, new float[offsets.length]);
  }
}
