package io.pannier.feature;

/** Turns event times into buckets. */
record TimeScale(long bucketMillis, double halfLifeBuckets, int horizonBuckets) {
  static TimeScale of(FeatureConfig config) {
    long bucket = config.bucket().toMillis();
    return new TimeScale(
        bucket,
        (double) config.halfLife().toMillis() / bucket,
        (int) (config.horizon().toMillis() / bucket));
  }

  /** The bucket of a time; times before 1970 fall into the first. */
  int bucket(long time) {
    return (int) Math.min(Math.max(time, 0) / bucketMillis, (1 << 20) - 1);
  }

  /** The time in buckets, with its fraction. */
  double position(long time) {
    return (double) time / bucketMillis;
  }
}
