package io.pannier.feature;

import java.time.Duration;

/**
 * @param shards how many verticles share the state
 * @param halfLife time in which a count loses half its weight
 * @param bucket width of the time buckets in which events are counted; a fraction of the half-life
 * @param horizon counts older than this, seen from the newest, are dropped
 * @param historyLength how many of a shopper's newest events are kept
 * @param publishInterval how often changed products are published to scoring
 * @param snapshotInterval how often the state is written to the store
 */
public record FeatureConfig(
    int shards,
    Duration halfLife,
    Duration bucket,
    Duration horizon,
    int historyLength,
    Duration publishInterval,
    Duration snapshotInterval) {
  public static FeatureConfig defaults() {
    return new FeatureConfig(
        2,
        Duration.ofDays(30),
        Duration.ofDays(3),
        Duration.ofDays(240),
        50,
        Duration.ofMillis(200),
        Duration.ofMinutes(10));
  }
}
