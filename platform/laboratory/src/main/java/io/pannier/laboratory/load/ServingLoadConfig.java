package io.pannier.laboratory.load;

import java.time.Duration;

/**
 * Who puts a server under load, and where.
 *
 * @param placement that the shoppers look at
 * @param connections shoppers, each with a connection of its own
 * @param walkLength carts that each shopper goes through before they repeat
 * @param openTimeout for all connections to stand
 * @param drain how long answers may come in after the last change
 * @param seed of the carts
 */
public record ServingLoadConfig(
    String placement,
    int connections,
    int walkLength,
    Duration openTimeout,
    Duration drain,
    long seed) {
  public ServingLoadConfig {
    if (connections < 1 || walkLength < 1) {
      throw new IllegalArgumentException("connections and walkLength must be at least 1");
    }
  }

  /** 200 shoppers at the placement {@code cart}. */
  public static ServingLoadConfig defaults() {
    return new ServingLoadConfig(
        "cart", 200, 64, Duration.ofSeconds(60), Duration.ofSeconds(3), 42);
  }

  /** The same with another number of shoppers. */
  public ServingLoadConfig withConnections(int other) {
    return new ServingLoadConfig(placement, other, walkLength, openTimeout, drain, seed);
  }
}
