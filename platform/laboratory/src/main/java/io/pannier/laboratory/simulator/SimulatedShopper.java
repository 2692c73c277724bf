package io.pannier.laboratory.simulator;

import java.util.SplittableRandom;

/**
 * One simulated person, drawn from the seed and a number. Immutable.
 *
 * @param name as it stands in events
 * @param taste vector of {@link ShopTruth#FACTORS} numbers; not to be written to
 * @param priceSensitivity how many units of utility a price e times the usual one costs
 * @param activity visits a day relative to the mean shopper
 * @param loyalty probability that a visit repeats an earlier purchase
 * @param patience how many ignored offers halve the attention for the next one
 */
record SimulatedShopper(
    int number,
    String name,
    double[] taste,
    double priceSensitivity,
    double activity,
    double loyalty,
    double patience) {
  static SimulatedShopper of(long seed, int number) {
    SplittableRandom random = Draws.stream(seed, 4, number);
    double[] taste = new double[ShopTruth.FACTORS];
    for (int i = 0; i < taste.length; i++) {
      taste[i] = Draws.normal(random);
    }
    return new SimulatedShopper(
        number,
        "shopper-" + number,
        taste,
        Draws.logNormal(random, 1.0, 0.4),
        // Exponential: many come rarely, a few come often.
        -StrictMath.log(1 - random.nextDouble()),
        0.15 + 0.45 * random.nextDouble(),
        2 + 8 * random.nextDouble());
  }
}
