package io.pannier.optimizer;

/**
 * Decides how long a search may run. The budget follows the load: the configured share of one core,
 * divided by the rate at which requests come (an exponentially weighted mean over about half a
 * second), so that quality gives way before latency does. Confined to one thread.
 */
final class TimeBudget {
  private static final double TIME_CONSTANT_NANOS = 500e6;

  private final double utilization;
  private final long minNanos;
  private final long maxNanos;
  private double ratePerNano;
  private long lastNanos;

  TimeBudget(OptimizerConfig config) {
    this.utilization = config.utilization();
    this.minNanos = config.minBudget().toNanos();
    this.maxNanos = config.maxBudget().toNanos();
  }

  /** Notes that a request has come. */
  void arrived(long nowNanos) {
    ratePerNano = decayedRate(nowNanos) + 1 / TIME_CONSTANT_NANOS;
    lastNanos = nowNanos;
  }

  /** What the load allows for one search, nanoseconds. */
  long byLoad(long nowNanos) {
    double wanted = utilization / Math.max(decayedRate(nowNanos), 1e-12);
    return (long) Math.min(Math.max(wanted, (double) minNanos), (double) maxNanos);
  }

  /**
   * @param byLoad what the load allowed when the request came
   * @param waiting requests in the queue behind this one
   * @param leftNanos time that the deadline leaves
   * @return nanoseconds; 0 where the deadline leaves none
   */
  static long nanos(long byLoad, int waiting, long leftNanos) {
    return (long) Math.max(0, Math.min(byLoad / (1 + waiting / 2.0), leftNanos * 0.6));
  }

  private double decayedRate(long nowNanos) {
    return ratePerNano * Math.exp(-(nowNanos - lastNanos) / TIME_CONSTANT_NANOS);
  }
}
