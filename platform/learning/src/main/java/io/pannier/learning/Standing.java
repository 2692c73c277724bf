package io.pannier.learning;

import java.util.Map;

/**
 * Where a training stands after a pass: all that it needs to go on as if it had not stopped. Chance
 * is no part of it, since each pass draws from a seed of its own.
 *
 * @param pass passes that are done
 * @param steps that are done
 * @param without passes since the best
 * @param last figures of the last pass
 * @param best figures of the best pass
 * @param weights as they are trained
 * @param moments of the optimizer
 * @param bestWeights as a model file holds them
 */
record Standing(
    int pass,
    long steps,
    int without,
    Figures last,
    Figures best,
    Map<String, float[]> weights,
    Map<String, float[]> moments,
    Map<String, float[]> bestWeights) {

  /**
   * What was measured after a pass.
   *
   * @param composes {@link Composing#WORTH}; 0 without a decoder
   */
  record Figures(int pass, double hitRate, double reciprocalRank, double composes) {}
}
