package io.pannier.laboratory.load;

import java.time.Duration;

/**
 * Who follows a placement, and how long is waited for what.
 *
 * @param placement that all follow
 * @param subscribers shoppers, each with a session, a token and a connection of its own
 * @param walkLength carts that each goes through before they repeat
 * @param openTimeout for all to be connected and answered for the first time
 * @param answerTimeout from which an answer counts as lost; the storefront's client then asks again
 * @param drain how long answers and reconnections may take after the last change
 * @param seed of the carts, of who changes one, and of every pause
 */
public record StorefrontLoadConfig(
    String placement,
    int subscribers,
    int walkLength,
    Duration openTimeout,
    Duration answerTimeout,
    Duration drain,
    long seed) {
  public StorefrontLoadConfig {
    if (subscribers < 1 || walkLength < 1) {
      throw new IllegalArgumentException("subscribers and walkLength must be at least 1");
    }
  }

  /** At the placement {@code cart}, with the storefront client's own patience. */
  public static StorefrontLoadConfig of(int subscribers, long seed) {
    return new StorefrontLoadConfig(
        "cart",
        subscribers,
        16,
        Duration.ofMinutes(3),
        Duration.ofSeconds(10),
        Duration.ofMinutes(2),
        seed);
  }
}
