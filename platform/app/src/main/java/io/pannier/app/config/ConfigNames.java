package io.pannier.app.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** How keys are spelled, and which known key a misspelled one was meant to be. */
final class ConfigNames {
  private ConfigNames() {}

  /** {@code maxBatch} becomes {@code max-batch}, {@code MARGIN_FLOOR} becomes margin-floor. */
  static String kebab(String name) {
    if (name.equals(name.toUpperCase(Locale.ROOT))) {
      return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
    StringBuilder kebab = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c)) {
        kebab.append('-');
      }
      kebab.append(Character.toLowerCase(c));
    }
    return kebab.toString();
  }

  /** True for a component whose value must not be printed. */
  static boolean secret(String component) {
    String name = component.toLowerCase(Locale.ROOT);
    return name.endsWith("password")
        || name.endsWith("secret")
        || name.endsWith("token")
        || name.endsWith("apikey");
  }

  /** The known word with the smallest edit distance, if it is close enough to be meant. */
  static Optional<String> nearest(String word, Collection<String> known) {
    String nearest = null;
    int best = Math.max(2, word.length() / 2) + 1;
    for (String candidate : known) {
      int distance = distance(word, candidate);
      if (distance < best) {
        best = distance;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** Levenshtein distance by two rows of the table. */
  static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], previous[j]) + 1, previous[j - 1] + change);
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
