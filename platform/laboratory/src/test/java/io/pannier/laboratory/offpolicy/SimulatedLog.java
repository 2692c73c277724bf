package io.pannier.laboratory.offpolicy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A log that one policy wrote in a world whose click rates are known. */
final class SimulatedLog {
  private final double[][] rates;
  private final double[][] model;
  private final SimulatedPolicy logger;
  private final int[] kinds;
  private final int[] actions;
  private final double[] rewards;

  /**
   * @param model what the reward model believes of the rates, (KINDS, ACTIONS); fixed beforehand,
   *     so that it has not seen this log
   */
  SimulatedLog(
      double[][] rates, double[][] model, SimulatedPolicy logger, int decisions, long seed) {
    this.rates = rates;
    this.model = model;
    this.logger = logger;
    kinds = new int[decisions];
    actions = new int[decisions];
    rewards = new double[decisions];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < decisions; i++) {
      kinds[i] = random.nextInt(SimulatedPolicy.KINDS);
      actions[i] = logger.draw(kinds[i], random);
      rewards[i] = random.nextDouble() < this.rates[kinds[i]][actions[i]] ? 1 : 0;
    }
  }

  /** The log with the probabilities of a policy that is to be evaluated. */
  List<LoggedDecision> of(SimulatedPolicy evaluated) {
    List<LoggedDecision> log = new ArrayList<>(kinds.length);
    for (int i = 0; i < kinds.length; i++) {
      int k = kinds[i];
      log.add(
          new LoggedDecision(
              rewards[i],
              logger.probabilities()[k][actions[i]],
              evaluated.probabilities()[k][actions[i]],
              new ModelledReward(model[k][actions[i]], evaluated.expected(model, k))));
    }
    return log;
  }
}
