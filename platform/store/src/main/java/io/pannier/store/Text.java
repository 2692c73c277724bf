package io.pannier.store;

/** Text as PostgreSQL can hold it. */
final class Text {
  private Text() {}

  /** The text with U+FFFD in place of each NUL, the one character that no column takes. */
  static String storable(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
  }
}
