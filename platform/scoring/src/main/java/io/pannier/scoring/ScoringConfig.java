package io.pannier.scoring;

import java.time.Duration;
import java.util.Map;

/**
 * @param maxBatch most contexts that a strategy is given at once
 * @param maxQueue most requests that wait for one strategy; more go straight to the last rung
 * @param deadlineShare share of a request's deadline by which the placement's strategy must answer;
 *     the fallback has the same again
 * @param learningSlice most observations that a learner is given at once; between two slices
 *     waiting requests are scored
 * @param learningQueue most observations that wait for one learner before it goes back to the
 *     journal
 * @param snapshotInterval how often learners are written to the store
 * @param shadowsPerSecond most questions a second to one strategy in shadow; 0 asks none
 * @param search name of the strategy that answers what is asked in words
 * @param strategies configuration of each strategy by name
 */
public record ScoringConfig(
    int maxBatch,
    int maxQueue,
    double deadlineShare,
    int learningSlice,
    int learningQueue,
    Duration snapshotInterval,
    int shadowsPerSecond,
    String search,
    Map<String, Map<String, String>> strategies) {
  public ScoringConfig {
    strategies = Map.copyOf(strategies);
  }

  public static ScoringConfig defaults() {
    return new ScoringConfig(
        64, 4096, 0.4, 256, 200_000, Duration.ofMinutes(10), 20, "text", Map.of());
  }
}
