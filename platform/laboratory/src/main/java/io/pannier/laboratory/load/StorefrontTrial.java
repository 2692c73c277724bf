package io.pannier.laboratory.load;

import java.time.Duration;
import java.util.List;

/**
 * What happens to subscribers in one trial.
 *
 * @param rate cart changes a second, all subscribers together, above 0
 * @param measured how long carts change at least; longer while the server is away
 * @param disconnects connections that are ended by a TCP reset, at random moments
 * @param restarts of the server
 */
public record StorefrontTrial(
    double rate, Duration measured, int disconnects, List<Restart> restarts) {
  public StorefrontTrial {
    if (!(rate > 0) || disconnects < 0) {
      throw new IllegalArgumentException("rate must be above 0, disconnects at least 0");
    }
    restarts = List.copyOf(restarts);
  }

  /** Carts that change, and nothing else. */
  public static StorefrontTrial calm(double rate, Duration measured) {
    return new StorefrontTrial(rate, measured, 0, List.of());
  }

  /**
   * The server goes away and comes back while carts go on changing.
   *
   * @param name of it in the figures, such as {@code kill}; empty where there is only one
   * @param at when, as a share of the time in which carts change
   * @param stop returns when the server is gone
   * @param start returns when it serves again
   */
  public record Restart(String name, double at, Step stop, Step start) {}

  /** Something done to the server. */
  @FunctionalInterface
  public interface Step {
    void run() throws Exception;
  }
}
