package io.pannier.laboratory.watch;

import java.time.Duration;

/**
 * Who watches what.
 *
 * @param placement to subscribe to
 * @param shopper whose history counts; empty for an unknown one
 * @param session the visit's id
 * @param patience how long to wait for the connection, and at the end for the last offer
 */
public record WatchOptions(String placement, String shopper, String session, Duration patience) {
  /** An unknown shopper at the placement {@code cart}. */
  public static WatchOptions defaults() {
    return new WatchOptions(
        "cart", "", "watch-" + ProcessHandle.current().pid(), Duration.ofSeconds(10));
  }
}
