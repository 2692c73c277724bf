package io.pannier.laboratory.experiment;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The smallest difference that an experiment would see four times in five, known before it starts:
 *
 * <pre>{@code (z(confidence) + z(power)) · σ · √(1 / n₁ + 1 / n₂)}</pre>
 *
 * for one look at the end; with intervals for every moment it takes about half as many visitors
 * more.
 */
public final class DetectableEffect {
  private static final double CONFIDENCE = 0.975;
  private static final double POWER = 0.8;

  private DetectableEffect() {}

  /**
   * In the unit of {@code deviation}.
   *
   * @param deviation of the figure from visitor to visitor
   * @param visitors of one arm
   * @param others of the arm that it is compared with
   * @return infinite where an arm has no visitors
   */
  public static double of(double deviation, double visitors, double others) {
    NormalDistribution normal = NormalDistribution.of(0, 1);
    double z =
        normal.inverseCumulativeProbability(CONFIDENCE)
            + normal.inverseCumulativeProbability(POWER);
    return z * deviation * Math.sqrt(1 / visitors + 1 / others);
  }
}
