package io.pannier.laboratory.offpolicy;

import java.util.SplittableRandom;

/**
 * A reward model of the simplest kind: the mean reward of each action at each position, shrunk
 * towards that of the position, each decision predicted from the other folds of the log.
 *
 * <p>With rewards of half a per cent and a few hundred decisions an action, an unshrunk mean is
 * mostly noise. The shrunk one is (Σ r + strength × mean of the position) / (n + strength).
 */
final class ActionMeans {
  private static final int FOLDS = 10;

  private final int actions;
  private final int[] folds;
  private final double[][] means;

  /**
   * Fits a model for each fold.
   *
   * @param action of each decision, 0 to actions − 1
   * @param position of each decision, 0 to positions − 1
   * @param reward of each decision
   * @param strength how many decisions the position's mean is worth, ≥ 0
   * @param seed of the folds
   */
  ActionMeans(
      int[] action,
      int[] position,
      double[] reward,
      int actions,
      int positions,
      double strength,
      long seed) {
    this.actions = actions;
    SplittableRandom random = new SplittableRandom(seed);
    folds = random.ints(action.length, 0, FOLDS).toArray();
    means = new double[FOLDS][positions * actions];
    double overall = 0;
    for (double r : reward) {
      overall += r / reward.length;
    }
    for (int fold = 0; fold < FOLDS; fold++) {
      double[] sum = new double[positions * actions];
      int[] count = new int[positions * actions];
      double[] positionSum = new double[positions];
      int[] positionCount = new int[positions];
      for (int i = 0; i < action.length; i++) {
        if (folds[i] != fold) {
          int cell = position[i] * actions + action[i];
          sum[cell] += reward[i];
          count[cell]++;
          positionSum[position[i]] += reward[i];
          positionCount[position[i]]++;
        }
      }
      for (int p = 0; p < positions; p++) {
        double prior = positionCount[p] == 0 ? overall : positionSum[p] / positionCount[p];
        for (int cell = p * actions; cell < (p + 1) * actions; cell++) {
          double weight = count[cell] + strength;
          means[fold][cell] = weight == 0 ? prior : (sum[cell] + strength * prior) / weight;
        }
      }
    }
  }

  /**
   * The word on decision {@code i}, from the folds that it is not in.
   *
   * @param policy the evaluated policy's probabilities, row-major (positions, actions)
   */
  ModelledReward predict(int i, int action, int position, double[] policy) {
    double[] q = means[folds[i]];
    double expected = 0;
    for (int cell = position * actions; cell < (position + 1) * actions; cell++) {
      expected += policy[cell] * q[cell];
    }
    return new ModelledReward(q[position * actions + action], expected);
  }
}
