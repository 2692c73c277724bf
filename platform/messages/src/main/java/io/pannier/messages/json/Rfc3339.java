package io.pannier.messages.json;

/**
 * Times as text, RFC 3339, to the millisecond. Years 0000 to 9999; an offset other than {@code Z}
 * is converted; further digits of a second are cut; second 60 is the next minute's first.
 */
public final class Rfc3339 {
  /** No time: what {@link #parse} answers to anything else than a time. */
  public static final long INVALID = Long.MIN_VALUE;

  private static final int DATE_AND_TIME = "2000-01-01T00:00:00".length();
  private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private Rfc3339() {}

  public static long parse(String text) {
    return parse(text.toCharArray(), 0, text.length());
  }

  /**
   * @return milliseconds since the epoch, or {@link #INVALID}
   */
  public static long parse(char[] text, int from, int length) {
    int end = from + length;
    if (length <= DATE_AND_TIME
        || text[from + 4] != '-'
        || text[from + 7] != '-'
        || (text[from + 10] | 0x20) != 't'
        || text[from + 13] != ':'
        || text[from + 16] != ':') {
      return INVALID;
    }
    int year = digits(text, from, 4);
    int month = digits(text, from + 5, 2);
    int day = digits(text, from + 8, 2);
    int hour = digits(text, from + 11, 2);
    int minute = digits(text, from + 14, 2);
    int second = digits(text, from + 17, 2);
    if ((year | month | day | hour | minute | second) < 0
        || month < 1
        || month > 12
        || day < 1
        || day > daysOf(year, month)
        || hour > 23
        || minute > 59
        || second > 60) {
      return INVALID;
    }
    int at = from + DATE_AND_TIME;
    int millis = 0;
    if (text[at] == '.') {
      int first = ++at;
      int unit = 100;
      while (at < end && text[at] >= '0' && text[at] <= '9') {
        millis += (text[at] - '0') * unit;
        unit /= 10;
        at++;
      }
      if (at == first || at == end) {
        return INVALID;
      }
    }
    long seconds = epochDay(year, month, day) * 86_400 + hour * 3_600L + minute * 60L + second;
    if ((text[at] | 0x20) == 'z') {
      return at + 1 == end ? seconds * 1_000 + millis : INVALID;
    }
    boolean east = text[at] == '+';
    if ((!east && text[at] != '-') || end - at != 6 || text[at + 3] != ':') {
      return INVALID;
    }
    int offsetHours = digits(text, at + 1, 2);
    int offsetMinutes = digits(text, at + 4, 2);
    if ((offsetHours | offsetMinutes) < 0 || offsetHours > 23 || offsetMinutes > 59) {
      return INVALID;
    }
    long offset = offsetHours * 3_600L + offsetMinutes * 60L;
    return (east ? seconds - offset : seconds + offset) * 1_000 + millis;
  }

  /** The time in UTC with three digits after the second, for years 0000 to 9999. */
  public static String format(long millis) {
    long day = Math.floorDiv(millis, 86_400_000L);
    int rest = (int) Math.floorMod(millis, 86_400_000L);
    // Days to civil date, in eras of 400 years that begin on 1 March.
    long shifted = day + 719_468;
    long era = Math.floorDiv(shifted, 146_097L);
    int dayOfEra = (int) (shifted - era * 146_097);
    int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int shiftedMonth = (5 * dayOfYear + 2) / 153;
    int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
    int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
    byte[] out = new byte[24];
    write(out, 0, 4, year);
    out[4] = '-';
    write(out, 5, 2, month);
    out[7] = '-';
    write(out, 8, 2, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1);
    out[10] = 'T';
    write(out, 11, 2, rest / 3_600_000);
    out[13] = ':';
    write(out, 14, 2, rest / 60_000 % 60);
    out[16] = ':';
    write(out, 17, 2, rest / 1_000 % 60);
    out[19] = '.';
    write(out, 20, 3, rest % 1_000);
    out[23] = 'Z';
    return new String(out, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private static void write(byte[] out, int from, int digits, int value) {
    for (int i = from + digits - 1; i >= from; i--) {
      out[i] = (byte) ('0' + value % 10);
      value /= 10;
    }
  }

  private static int digits(char[] text, int from, int count) {
    int value = 0;
    for (int i = from; i < from + count; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private static int daysOf(int year, int month) {
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && !leap ? 28 : DAYS[month - 1];
  }

  /** Days since the epoch of a civil date, in eras of 400 years that begin on 1 March. */
  private static long epochDay(int year, int month, int day) {
    long y = month <= 2 ? year - 1 : year;
    long era = Math.floorDiv(y, 400L);
    long yearOfEra = y - era * 400;
    long dayOfYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097 + dayOfEra - 719_468;
  }
}
