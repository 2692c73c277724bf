package io.pannier.messages.json;

import java.time.Duration;
import java.time.Instant;

/**
 * The event times that are taken, both ends included, milliseconds since the epoch.
 *
 * @param earliest ≥ 0: nothing was sold online before 1970
 */
public record EventWindow(long earliest, long latest) {
  /** How far a live event may lie back: as long as its day's partition stays writable. */
  public static final Duration PAST = Duration.ofDays(30);

  /** How far the sender's clock may run ahead of ours. */
  public static final Duration AHEAD = Duration.ofMinutes(5);

  /** What was accepted once is read again without question. */
  public static final EventWindow ANY = new EventWindow(Long.MIN_VALUE, Long.MAX_VALUE);

  /** For events that arrive as they happen. */
  public static EventWindow live(long now) {
    return new EventWindow(now - PAST.toMillis(), now + AHEAD.toMillis());
  }

  /** For imports of history: as old as may be, but not from the future. */
  public static EventWindow history(long now) {
    return new EventWindow(0, now + AHEAD.toMillis());
  }

  boolean contains(long time) {
    return time >= earliest && time <= latest;
  }

  String describe() {
    return Instant.ofEpochMilli(earliest) + " to " + Instant.ofEpochMilli(latest);
  }
}
