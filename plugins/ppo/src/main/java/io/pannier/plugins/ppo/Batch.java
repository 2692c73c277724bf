package io.pannier.plugins.ppo;

/**
 * Steps that one policy took, for one update. All arrays have one entry a step.
 *
 * @param <O> what is observed
 * @param logProbabilities of the actions when they were taken: plain numbers, through which no
 *     gradient flows
 * @param values of the critic at that time
 * @param returns advantage + value: what the critic is to learn
 */
record Batch<O>(
    O[] observations,
    int[][] actions,
    double[] logProbabilities,
    double[] values,
    double[] advantages,
    double[] returns) {
  int size() {
    return actions.length;
  }
}
