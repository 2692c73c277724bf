package io.pannier.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Text and times as PostgreSQL can hold them. */
final class Text {
  private Text() {}

  /** The text with U+FFFD in place of each NUL, the one character that no column takes. */
  static String storable(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
  }

  /** Milliseconds since the epoch as a {@code timestamptz}. */
  static OffsetDateTime time(long millis) {
    return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
  }

  /** Microseconds since the epoch, as exact as the database keeps a time. */
  static long micros(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
  }
}
