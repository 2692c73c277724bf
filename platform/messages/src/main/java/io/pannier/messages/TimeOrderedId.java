package io.pannier.messages;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * UUID version 7 (RFC 9562): the time in front, so that ids of one day stand together, and a
 * counter behind it (section 6.2, method 1), so that what one process makes within a millisecond is
 * listed in the order in which it was made.
 */
public final class TimeOrderedId {
  private static final int COUNTER_BITS = 12;

  /** The milliseconds and the counter of the last id. */
  private static final AtomicLong LAST = new AtomicLong();

  private TimeOrderedId() {}

  public static UUID next(long millis) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    // The lower half of the counter's range, so that at least half of it is left to count on.
    long first = (millis << COUNTER_BITS) | random.nextInt(1 << (COUNTER_BITS - 1));
    // A millisecond that is full starts again: ids stay unique by their random bits, only their
    // order is lost.
    long stamp = LAST.updateAndGet(last -> (last + 1) >> COUNTER_BITS == millis ? last + 1 : first);
    long counter = stamp & ((1 << COUNTER_BITS) - 1);
    long high = (stamp >> COUNTER_BITS << 16) | 0x7000 | counter;
    long low = (random.nextLong() >>> 2) | 0x8000000000000000L;
    return new UUID(high, low);
  }

  /** The time in an id that {@link #next} made, milliseconds since the epoch. */
  public static long millis(UUID id) {
    return id.getMostSignificantBits() >>> 16;
  }
}
