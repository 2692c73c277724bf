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
  public TrafficConfig {
    if (shoppers < 1 || maxVisits < 1 || !(visitsPerSecond > 0) || visitsPerSecond > 1_000) {
      throw new IllegalArgumentException(
          "shoppers and maxVisits must be at least 1, visitsPerSecond in (0, 1000]");
    }
    if (thinking.toMillis() < 1) {
      throw new IllegalArgumentException("thinking must last a millisecond at least");
    }
  }

  /** One visit every two seconds at the placement {@code cart}, two seconds to think. */
  public static TrafficConfig defaults(String currency) {
    return new TrafficConfig(
        "cart", currency, 500, 0.5, 50, Duration.ofSeconds(2), Duration.ofMinutes(2), 42);
  }
}
