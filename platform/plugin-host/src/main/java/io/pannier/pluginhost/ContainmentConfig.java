package io.pannier.pluginhost;

import java.time.Duration;

/**
 * How far the platform lets a strategy go before it acts.
 *
 * @param queueCapacity calls that may wait for one instance; further ones are refused with {@code
 *     OVERLOADED}
 * @param grace how long an interrupted call may take to return before its thread is abandoned
 * @param createTimeout how long the creation and preparation of an instance may take
 * @param failuresToQuarantine failures in a row after which an instance is quarantined, ≥ 1
 * @param backOffMin length of the first quarantine; each further one is twice as long
 * @param backOffMax longest quarantine; an instance that stays out of quarantine that long starts
 *     again from the first
 * @param maxCallAllocation bytes that one call may allocate on its thread, other than a training
 */
public record ContainmentConfig(
    int queueCapacity,
    Duration grace,
    Duration createTimeout,
    int failuresToQuarantine,
    Duration backOffMin,
    Duration backOffMax,
    long maxCallAllocation) {
  public ContainmentConfig {
    if (queueCapacity < 1 || failuresToQuarantine < 1 || maxCallAllocation < 1) {
      throw new IllegalArgumentException(
          "queue-capacity, failures-to-quarantine and max-call-allocation must be ≥ 1");
    }
    if (backOffMin.isNegative() || backOffMin.isZero() || backOffMax.compareTo(backOffMin) < 0) {
      throw new IllegalArgumentException("expected 0 < back-off-min ≤ back-off-max");
    }
    if (grace.isNegative() || createTimeout.isNegative() || createTimeout.isZero()) {
      throw new IllegalArgumentException("grace must be ≥ 0 and create-timeout > 0");
    }
  }

  public static ContainmentConfig defaults() {
    return new ContainmentConfig(
        1024,
        Duration.ofMillis(250),
        Duration.ofSeconds(30),
        5,
        Duration.ofSeconds(1),
        Duration.ofSeconds(60),
        256L << 20);
  }
}
