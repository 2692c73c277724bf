package io.pannier.laboratory.load;

import java.nio.charset.StandardCharsets;

/**
 * Reads the few words of a server's WebSocket message that a load generator needs by scanning its
 * bytes. Parsing would cost the generator more than the server may use for the offer.
 *
 * <p>Inside a JSON string a quote is escaped, so a key with its quotes and colon is never text.
 */
final class ServerMessage {
  private static final byte[] TYPE = ascii("\"type\":");
  private static final byte[] CART = ascii("\"cart\":");
  private static final byte[] DEGRADED = ascii("\"degraded\":");
  private static final byte[] BUNDLES = ascii("\"bundles\":");
  private static final byte[] CODE = ascii("\"code\":");

  private ServerMessage() {}

  /** Value of the first {@code type}; empty where there is none. */
  static String type(byte[] message) {
    return text(message, TYPE);
  }

  /** Value of the first {@code code}; empty where there is none. */
  static String code(byte[] message) {
    return text(message, CODE);
  }

  /** Value of the first such key where it is text; empty where there is none. */
  static String text(byte[] message, String key) {
    return text(message, ascii("\"" + key + "\":"));
  }

  /** True when the value behind the first such key is {@code true}. */
  static boolean flag(byte[] message, String key) {
    int at = value(message, ascii("\"" + key + "\":"), 0);
    return at >= 0 && at < message.length && message[at] == 't';
  }

  /** The number right behind the first occurrence of some ASCII text; -1 where there is none. */
  static long numberAfter(byte[] message, byte[] text) {
    for (int i = 0; i <= message.length - text.length; i++) {
      if (message[i] == text[0] && matches(message, i, text)) {
        int at = i + text.length;
        return digit(message, at) ? digits(message, at) : -1;
      }
    }
    return -1;
  }

  /** The number of the cart that an offer takes into account; -1 where it names none. */
  static long cart(byte[] message) {
    int at = value(message, CART, 0);
    while (at >= 0 && !digit(message, at)) {
      at = value(message, CART, at);
    }
    return at < 0 ? -1 : digits(message, at);
  }

  /** The number behind the first such key; 0 where there is none. */
  static long number(byte[] message, String key) {
    int at = value(message, ascii("\"" + key + "\":"), 0);
    return at < 0 ? 0 : digits(message, at);
  }

  private static long digits(byte[] message, int at) {
    long number = 0;
    for (int i = at; digit(message, i); i++) {
      number = number * 10 + (message[i] - '0');
    }
    return number;
  }

  static boolean degraded(byte[] message) {
    int at = value(message, DEGRADED, 0);
    return at >= 0 && at < message.length && message[at] == 't';
  }

  /** True when an offer has no bundle. */
  static boolean empty(byte[] message) {
    int at = value(message, BUNDLES, 0);
    if (at < 0) {
      return true;
    }
    int next = skipSpace(message, at + 1);
    return next < message.length && message[next] == ']';
  }

  private static String text(byte[] message, byte[] key) {
    int at = value(message, key, 0);
    if (at < 0 || at >= message.length || message[at] != '"') {
      return "";
    }
    int end = at + 1;
    while (end < message.length && message[end] != '"') {
      end++;
    }
    return new String(message, at + 1, end - at - 1, StandardCharsets.UTF_8);
  }

  private static boolean digit(byte[] message, int at) {
    return at < message.length && message[at] >= '0' && message[at] <= '9';
  }

  /** Where the value of the key begins, searched from an index on; -1 where the key is not. */
  private static int value(byte[] message, byte[] key, int from) {
    for (int i = from; i <= message.length - key.length; i++) {
      if (message[i] == '"' && matches(message, i, key)) {
        return skipSpace(message, i + key.length);
      }
    }
    return -1;
  }

  private static boolean matches(byte[] message, int at, byte[] key) {
    for (int i = 1; i < key.length; i++) {
      if (message[at + i] != key[i]) {
        return false;
      }
    }
    return true;
  }

  private static int skipSpace(byte[] message, int from) {
    int at = from;
    while (at < message.length && message[at] == ' ') {
      at++;
    }
    return at;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
