package io.pannier.plugins.text;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words of a text: runs of letters and digits in lower case, English plurals taken back to the
 * singular (the S stemmer of Harman, "How effective is suffixing?", JASIS 42, 1991). Chinese and
 * Japanese, which write no spaces, count by pairs of neighbouring characters.
 */
final class Words {
  private Words() {}

  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    int start = -1;
    boolean pairs = false;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      boolean letter = Character.isLetterOrDigit(point);
      boolean paired = letter && writesNoSpaces(point);
      if (start >= 0 && (!letter || paired != pairs)) {
        add(text.substring(start, at), pairs, words);
        start = -1;
      }
      if (letter && start < 0) {
        start = at;
        pairs = paired;
      }
      at += Character.charCount(point);
    }
    if (start >= 0) {
      add(text.substring(start), pairs, words);
    }
    return words;
  }

  private static boolean writesNoSpaces(int point) {
    // All of these scripts lie above Latin, Greek, Cyrillic, Hebrew and Arabic.
    if (point < 0x2E80) {
      return false;
    }
    UnicodeScript script = UnicodeScript.of(point);
    return script == UnicodeScript.HAN
        || script == UnicodeScript.HIRAGANA
        || script == UnicodeScript.KATAKANA;
  }

  private static void add(String run, boolean pairs, List<String> words) {
    if (!pairs) {
      words.add(singular(run.toLowerCase(Locale.ROOT)));
      return;
    }
    int[] points = run.codePoints().toArray();
    if (points.length == 1) {
      words.add(run);
    }
    for (int i = 0; i + 1 < points.length; i++) {
      words.add(new String(points, i, 2));
    }
  }

  private static String singular(String word) {
    int length = word.length();
    if (length <= 3 || !word.endsWith("s")) {
      return word;
    }
    if (word.endsWith("ies")) {
      boolean kept = word.endsWith("eies") || word.endsWith("aies");
      return kept ? word : word.substring(0, length - 3) + "y";
    }
    if (word.endsWith("es")) {
      boolean kept = word.endsWith("aes") || word.endsWith("ees") || word.endsWith("oes");
      return kept ? word : word.substring(0, length - 1);
    }
    boolean kept = word.endsWith("us") || word.endsWith("ss");
    return kept ? word : word.substring(0, length - 1);
  }
}
