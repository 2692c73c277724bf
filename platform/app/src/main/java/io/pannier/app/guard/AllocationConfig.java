package io.pannier.app.guard;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.time.Duration;

/**
 * How shares follow the figures, where a placement's arms are allocated by them.
 *
 * @param interval between two looks; zero for none
 * @param leastShare what every arm keeps of the visitors, 0 to 0.5
 * @param leastVisitors of each arm in a period, before the next one begins
 */
public record AllocationConfig(Duration interval, double leastShare, int leastVisitors) {
  public AllocationConfig {
    if (interval.isNegative() || !(leastShare >= 0 && leastShare <= 0.5) || leastVisitors < 2) {
      throw new PannierException(
          StandardErrorCode.CONFIG_INVALID,
          "interval must be ≥ 0, least-share 0 to 0.5, least-visitors ≥ 2");
    }
  }

  public static AllocationConfig defaults() {
    return new AllocationConfig(Duration.ofMinutes(10), 0.05, 50);
  }
}
