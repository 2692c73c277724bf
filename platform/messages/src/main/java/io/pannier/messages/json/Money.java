package io.pannier.messages.json;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.math.BigDecimal;

/**
 * Exact money: a JSON number outside, whole minor units inside. No binary fraction is involved on
 * the way. Zeros at the end of a fraction do not count as decimals.
 */
public final class Money {
  /** Largest amount taken, minor units: 100,000 units of it still fit a {@code long} 90 times. */
  public static final long MAX = 1_000_000_000_000L;

  /** What {@link #parse} answers to more decimals than the currency has. */
  static final long BAD_SCALE = -1;

  /** What {@link #parse} answers to anything else than an amount from 0 to {@link #MAX}. */
  static final long BAD_AMOUNT = -2;

  private static final int LONGEST_EXPONENT = 6;

  private Money() {}

  /**
   * Reads an amount ≥ 0.
   *
   * @param number as in JSON, for example {@code 12.5} or {@code 1e3}
   * @param decimals of the currency
   * @return minor units
   * @throws PannierException {@code MONEY_SCALE} for more decimals than the currency has, {@code
   *     MONEY_INVALID} for what is negative, too large or no number
   */
  public static long minorUnits(String number, int decimals) {
    long minor = parse(number.toCharArray(), 0, number.length(), decimals);
    if (minor == BAD_SCALE) {
      throw new PannierException(
          StandardErrorCode.MONEY_SCALE, scaleMessage("amount", number, decimals));
    }
    if (minor == BAD_AMOUNT) {
      throw new PannierException(
          StandardErrorCode.MONEY_INVALID, amountMessage("amount", number, decimals));
    }
    return minor;
  }

  /** Writes an amount as a JSON number with all the currency's decimals. */
  public static String json(long minorUnits, int decimals) {
    if (decimals == 0) {
      return Long.toString(minorUnits);
    }
    StringBuilder digits = new StringBuilder().append(Math.abs(minorUnits));
    while (digits.length() <= decimals) {
      digits.insert(0, '0');
    }
    digits.insert(digits.length() - decimals, '.');
    return minorUnits < 0 ? digits.insert(0, '-').toString() : digits.toString();
  }

  /** Minor units, {@link #BAD_SCALE} or {@link #BAD_AMOUNT}. */
  static long parse(char[] text, int from, int length, int decimals) {
    int end = from + length;
    long value = 0;
    int fraction = -1;
    int digits = 0;
    boolean surplus = false;
    for (int i = from; i < end; i++) {
      char c = text[i];
      if (c >= '0' && c <= '9') {
        digits++;
        if (fraction >= decimals) {
          surplus |= c != '0';
        } else {
          value = value * 10 + (c - '0');
          if (value > MAX) {
            return BAD_AMOUNT;
          }
          fraction = fraction < 0 ? -1 : fraction + 1;
        }
      } else if (c == '.' && fraction < 0 && digits > 0) {
        fraction = 0;
      } else if (c == 'e' || c == 'E') {
        return parseExponent(text, from, length, i, decimals);
      } else if (c == '-' && i == from && isZero(text, from + 1, end)) {
        return 0;
      } else {
        return BAD_AMOUNT;
      }
    }
    if (digits == 0 || text[end - 1] == '.') {
      return BAD_AMOUNT;
    }
    if (surplus) {
      return BAD_SCALE;
    }
    for (int i = Math.max(0, fraction); i < decimals; i++) {
      value *= 10;
    }
    return value > MAX ? BAD_AMOUNT : value;
  }

  static String scaleMessage(String field, String number, int decimals) {
    return "'" + field + "' is " + number + "; the currency has " + decimals + " decimals";
  }

  static String amountMessage(String field, String number, int decimals) {
    return "'" + field + "' is " + number + "; expected a number from 0 to " + json(MAX, decimals);
  }

  /** Rare, so it may be slow; the exponent's length is limited so that it cannot be made to be. */
  private static long parseExponent(
      char[] text, int from, int length, int exponentAt, int decimals) {
    if (from + length - exponentAt > LONGEST_EXPONENT || length > 64) {
      return BAD_AMOUNT;
    }
    BigDecimal number;
    try {
      number = new BigDecimal(text, from, length).stripTrailingZeros();
    } catch (NumberFormatException e) {
      return BAD_AMOUNT;
    }
    if (number.signum() < 0 || number.precision() - number.scale() > 18) {
      return BAD_AMOUNT;
    }
    if (number.scale() > decimals) {
      return BAD_SCALE;
    }
    BigDecimal minor = number.movePointRight(decimals);
    return minor.compareTo(BigDecimal.valueOf(MAX)) > 0 ? BAD_AMOUNT : minor.longValueExact();
  }

  private static boolean isZero(char[] text, int from, int end) {
    for (int i = from; i < end; i++) {
      if (text[i] != '0' && (text[i] != '.' || i == from)) {
        return false;
      }
    }
    return from < end && text[end - 1] == '0';
  }
}
