package io.pannier.messages;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** UUID version 7 (RFC 9562): the time in front, so that ids of one day stand together. */
public final class TimeOrderedId {
  private TimeOrderedId() {}

  public static UUID next(long millis) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = millis << 16 | 0x7000 | random.nextInt(0x1000);
    long low = random.nextLong() >>> 2 | 0x8000000000000000L;
    return new UUID(high, low);
  }

  /** The time in an id that {@link #next} made, milliseconds since the epoch. */
  public static long millis(UUID id) {
    return id.getMostSignificantBits() >>> 16;
  }
}
