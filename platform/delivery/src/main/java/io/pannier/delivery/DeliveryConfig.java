package io.pannier.delivery;

import java.time.Duration;

/**
 * @param validity how long the prices of an offer bind
 * @param maxChannels most channels that are remembered; the one longest unused goes first
 * @param channelIdle a channel without subscriber is forgotten after this time
 */
public record DeliveryConfig(Duration validity, int maxChannels, Duration channelIdle) {
  public static DeliveryConfig defaults() {
    return new DeliveryConfig(Duration.ofMinutes(15), 500_000, Duration.ofMinutes(30));
  }
}
