package io.pannier.gateway;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One token bucket for each API key, shared by all instances. Only keys that were authenticated get
 * one, so there are no more than there are keys.
 */
final class RateLimits {
  private final ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final int perSecond;
  private final int burst;

  RateLimits(int perSecond, int burst) {
    this.perSecond = perSecond;
    this.burst = burst;
  }

  /**
   * Takes one request from the key's allowance.
   *
   * @return 0 when it may pass, else the seconds after which the next one may
   */
  long take(String key) {
    ConsumptionProbe probe =
        buckets
            .computeIfAbsent(key, ignored -> bucket(perSecond, burst))
            .tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? 0
        : TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
  }

  static Bucket bucket(int perSecond, int burst) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
        .build();
  }
}
