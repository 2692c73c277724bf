package io.pannier.learning;

/**
 * Baskets that are composed step by step along given choices: B sequences, T steps, C candidates of
 * each sequence. All arrays are row-major; an id of −1 is none.
 *
 * @param contexts (B): events of each sequence that are read, the first ones
 * @param candidates (B, C): items
 * @param categories (B, C): their categories
 * @param prices (B, C): their price buckets
 * @param chosen (B, T): index of the candidate that was chosen in a step, −1 for none
 * @param counts (B, T, C): sums of squared cosines with what is seen before a step
 * @param likeness (B, T, C): sums of squared likenesses
 * @param hidden (B, T, C + 1): 0, or {@link Layers#HIDDEN} where a candidate or, at the last place,
 *     the end must not be chosen
 * @param targets (B, T, C + 1): 1 for a choice that is right, else 0; all 0 for a step that is none
 */
record DecoderBatch(
    int[] contexts,
    int[] candidates,
    int[] categories,
    int[] prices,
    int[] chosen,
    float[] counts,
    float[] likeness,
    float[] hidden,
    float[] targets) {
  static DecoderBatch of(int sequences, int steps, int candidates) {
    int cells = sequences * steps * candidates;
    int choices = sequences * steps * (candidates + 1);
    return new DecoderBatch(
        new int[sequences],
        new int[sequences * candidates],
        new int[sequences * candidates],
        new int[sequences * candidates],
        new int[sequences * steps],
        new float[cells],
        new float[cells],
        new float[choices],
        new float[choices]);
  }

  /** B. */
  int sequences() {
    return contexts.length;
  }

  /** T. */
  int steps() {
    return chosen.length / contexts.length;
  }

  /** C. */
  int width() {
    return candidates.length / contexts.length;
  }

  /** (B, T): {@code values} of the candidate that a step before chose; −1 in the first step. */
  int[] before(int[] values) {
    int[] before = new int[chosen.length];
    for (int at = 0; at < before.length; at++) {
      int choice = at % steps() == 0 ? -1 : chosen[at - 1];
      before[at] = choice < 0 ? -1 : values[at / steps() * width() + choice];
    }
    return before;
  }
}
