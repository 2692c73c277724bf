package io.pannier.optimizer;

import java.time.Duration;

/**
 * @param utilization share of one core that searching may take
 * @param minBudget shortest search, however high the load
 * @param maxBudget longest search, however low the load
 * @param maxQueue most requests that wait for one strategy; more are composed greedily
 * @param coverDays stock for more days of sales than this counts as overstock
 */
public record OptimizerConfig(
    double utilization, Duration minBudget, Duration maxBudget, int maxQueue, int coverDays) {
  public static OptimizerConfig defaults() {
    return new OptimizerConfig(0.15, Duration.ofNanos(50_000), Duration.ofMillis(1), 1024, 60);
  }
}
