package io.pannier.laboratory.orders;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Reads the two ways in which editions of the file write a time. */
final class RetailTime {
  private static final DateTimeFormatter AMERICAN =
      DateTimeFormatter.ofPattern("M/d/uuuu H:mm", Locale.ROOT);
  private static final long EARLIEST =
      LocalDateTime.of(1970, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
  private static final long LATEST =
      LocalDateTime.of(2100, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);

  private String lastText = "";
  private long lastMillis;

  /**
   * Milliseconds since the epoch.
   *
   * @throws DateTimeException if the text is no time, or one that no order was made at
   */
  long millis(String text) {
    // Rows of one invoice share their time, so the last answer is mostly the next one.
    if (!text.equals(lastText)) {
      LocalDateTime time =
          text.indexOf('/') >= 0
              ? LocalDateTime.parse(text, AMERICAN)
              : LocalDateTime.parse(text.replace(' ', 'T'));
      long seconds = time.toEpochSecond(ZoneOffset.UTC);
      if (seconds < EARLIEST || seconds >= LATEST) {
        throw new DateTimeException("outside the years 1970 to 2099: " + text);
      }
      lastText = text;
      lastMillis = time.toInstant(ZoneOffset.UTC).toEpochMilli();
    }
    return lastMillis;
  }
}
