package io.pannier.feature;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Whole-number counts by time bucket and kind, decayed when they are read. One {@code long} an
 * entry, ascending: 20 bits bucket, 4 bits kind, 40 bits value. Sums commute, so the order of
 * arrival does not matter. Not thread-safe.
 */
final class BucketCounts {
  private static final int VALUE_BITS = 40;
  private static final long VALUE_MAX = (1L << VALUE_BITS) - 1;
  private static final long[] NONE = {};

  private long[] entries = NONE;

  /**
   * Adds to the count of a bucket and drops what has fallen behind the horizon.
   *
   * @param bucket 0 to 2^20 − 1
   * @param kind 0 to 15
   * @param amount ≥ 0; sums stop at 2^40 − 1
   * @param horizon in buckets
   */
  void add(int bucket, int kind, long amount, int horizon) {
    int newest = entries.length == 0 ? bucket : Math.max(bucket, newestBucket());
    if (bucket <= newest - horizon) {
      return;
    }
    long key = (long) bucket << 4 | kind;
    int at = find(key);
    if (at >= 0) {
      long value = Math.min((entries[at] & VALUE_MAX) + amount, VALUE_MAX);
      entries[at] = key << VALUE_BITS | value;
      return;
    }
    int insertion = -at - 1;
    int expired = 0;
    while (expired < insertion && bucketOf(entries[expired]) <= newest - horizon) {
      expired++;
    }
    long[] grown = new long[entries.length - expired + 1];
    System.arraycopy(entries, expired, grown, 0, insertion - expired);
    grown[insertion - expired] = key << VALUE_BITS | Math.min(amount, VALUE_MAX);
    System.arraycopy(
        entries, insertion, grown, insertion - expired + 1, entries.length - insertion);
    entries = grown;
  }

  /**
   * Adds Σ value × 2^(−age / halfLife) of each kind to {@code sums}.
   *
   * @param now in buckets, fractions allowed; an entry from the future weighs as one of now
   * @param halfLife in buckets
   */
  void decayedInto(double now, double halfLife, double[] sums) {
    int weighed = -1;
    double weight = 0;
    for (long entry : entries) {
      int bucket = bucketOf(entry);
      if (bucket != weighed) {
        weighed = bucket;
        weight = Math.exp(-Math.max(0, now - bucket - 0.5) / halfLife * Math.log(2));
      }
      sums[kindOf(entry)] += (entry & VALUE_MAX) * weight;
    }
  }

  int bytes() {
    return 16 + 8 * entries.length;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(entries.length);
    for (long entry : entries) {
      out.writeLong(entry);
    }
  }

  static BucketCounts read(DataInput in) throws IOException {
    BucketCounts counts = new BucketCounts();
    counts.entries = new long[in.readInt()];
    for (int i = 0; i < counts.entries.length; i++) {
      counts.entries[i] = in.readLong();
    }
    return counts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BucketCounts that && Arrays.equals(entries, that.entries);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(entries);
  }

  private int newestBucket() {
    return bucketOf(entries[entries.length - 1]);
  }

  private int find(long key) {
    int low = 0;
    int high = entries.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = entries[middle] >>> VALUE_BITS;
      if (found == key) {
        return middle;
      } else if (found < key) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  private static int bucketOf(long entry) {
    return (int) (entry >>> (VALUE_BITS + 4));
  }

  private static int kindOf(long entry) {
    return (int) (entry >>> VALUE_BITS) & 15;
  }
}
