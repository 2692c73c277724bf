package io.pannier.messages.json;

import java.util.Arrays;

/**
 * The strict check for UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF)
 * that the JSON parser does not make.
 */
final class Utf8 {
  private static final int[] NONE = new int[0];

  private Utf8() {}

  /** The offsets of all bytes that belong to no valid sequence, ascending. */
  static int[] invalid(byte[] text, int from, int length) {
    int end = from + length;
    int[] bad = NONE;
    int count = 0;
    int i = from;
    while (i < end) {
      if (text[i] >= 0) {
        i++;
        continue;
      }
      int size = sequence(text, i, end);
      if (size > 0) {
        i += size;
        continue;
      }
      if (count == bad.length) {
        bad = Arrays.copyOf(bad, Math.max(16, count * 2));
      }
      bad[count++] = i++;
    }
    return count == bad.length ? bad : Arrays.copyOf(bad, count);
  }

  /** Bytes of the sequence that starts at {@code i} with a byte above 0x7f; 0 if it is invalid. */
  private static int sequence(byte[] text, int i, int end) {
    int lead = text[i] & 0xff;
    int size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || i + size > end) {
      return 0;
    }
    int second = text[i + 1] & 0xff;
    int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < lowest || second > highest) {
      return 0;
    }
    for (int j = 2; j < size; j++) {
      if ((text[i + j] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return size;
  }
}
