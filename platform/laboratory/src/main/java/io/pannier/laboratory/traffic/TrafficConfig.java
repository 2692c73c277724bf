package io.pannier.laboratory.traffic;

import java.time.Duration;

/**
 * How busy the simulated shoppers are.
 *
 * @param placement that they look at
 * @param currency of the shop, ISO 4217
 * @param shoppers how many different people there are
 * @param visitsPerSecond visits that begin, above 0
 * @param maxVisits visits under way at the same time; beyond it none begins
 * @param thinking mean time between two things that a shopper does
 * @param visitTimeout after which a visit that waits for the server is given up
 */
public record TrafficConfig(
    String placement,
    String currency,
    int shoppers,
    double visitsPerSecond,
    int maxVisits,
    Duration thinking,
    Duration visitTimeout,
    long seed) {
  private static final double MOST_VISITS = 1_000;

  /** How long a visit takes in the mean with a second to think. */
  private static final double VISIT_SECONDS = 6;

  public TrafficConfig {
    if (shoppers < 1 || maxVisits < 1 || !(visitsPerSecond > 0) || visitsPerSecond > MOST_VISITS) {
      throw new IllegalArgumentException(
          "shoppers and maxVisits must be at least 1, visitsPerSecond in (0, 1000]");
    }
    if (thinking.toMillis() < 1) {
      throw new IllegalArgumentException("thinking must last a millisecond at least");
    }
  }

  /**
   * So many visitors at a time in the mean, at the placement {@code cart}, out of a hundred times
   * as many people.
   *
   * @param atOnce at least 1
   */
  public static TrafficConfig of(int atOnce, String currency, long seed) {
    return new TrafficConfig(
        "cart",
        currency,
        100 * atOnce,
        Math.min(MOST_VISITS, atOnce / VISIT_SECONDS),
        4 * atOnce,
        Duration.ofSeconds(1),
        Duration.ofMinutes(2),
        seed);
  }
}
