package io.pannier.plugins.itemknn;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Baskets of a public data set, split as the protocol {@code within-basket} says.
 *
 * @param train items of each basket, by ordinal of first appearance
 * @param test baskets of two or more items that all appear in {@code train}
 * @param items number of items
 */
record Baskets(List<int[]> train, List<int[]> test, int items) {

  /** The folder of the data sets, which lies beside the repository; tests run in their module. */
  static Path data() {
    Path module = Path.of("").toAbsolutePath();
    return module.resolve("../../../shared/data").normalize();
  }

  /** Online Retail: what was sold at a price, codes with a digit first; split by date. */
  static Baskets onlineRetail(Path file) throws IOException {
    Map<String, Set<String>> train = new LinkedHashMap<>();
    Map<String, Set<String>> test = new LinkedHashMap<>();
    try (BufferedReader reader = open(file)) {
      reader.readLine();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] fields = fields(line);
        boolean sold =
            !fields[0].startsWith("C")
                && Character.isDigit(fields[1].charAt(0))
                && Double.parseDouble(fields[3]) > 0
                && Double.parseDouble(fields[5]) > 0;
        if (sold) {
          // An invoice belongs to the day of its first line.
          boolean early = fields[4].compareTo("2011-09-30") < 0;
          boolean inTrain = train.containsKey(fields[0]) || (early && !test.containsKey(fields[0]));
          (inTrain ? train : test)
              .computeIfAbsent(fields[0], _ -> new LinkedHashSet<>())
              .add(fields[1]);
        }
      }
    }
    return of(train.values(), test.values());
  }

  /** Groceries: a random fifth of the baskets is the test. */
  static Baskets groceries(Path file, long seed) throws IOException {
    List<Set<String>> all = new ArrayList<>();
    try (BufferedReader reader = open(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        all.add(new LinkedHashSet<>(List.of(line.split(","))));
      }
    }
    Collections.shuffle(all, new Random(seed));
    int cut = (int) (all.size() * 0.8);
    return of(all.subList(0, cut), all.subList(cut, all.size()));
  }

  private static Baskets of(Iterable<Set<String>> trainCodes, Iterable<Set<String>> testCodes) {
    Map<String, Integer> ordinals = new HashMap<>();
    List<int[]> train = new ArrayList<>();
    for (Set<String> basket : trainCodes) {
      train.add(
          basket.stream()
              .mapToInt(code -> ordinals.computeIfAbsent(code, _ -> ordinals.size()))
              .toArray());
    }
    List<int[]> test = new ArrayList<>();
    for (Set<String> basket : testCodes) {
      int[] known = basket.stream().filter(ordinals::containsKey).mapToInt(ordinals::get).toArray();
      if (known.length >= 2) {
        test.add(known);
      }
    }
    return new Baskets(train, test, ordinals.size());
  }

  private static BufferedReader open(Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(file), 1 << 16), StandardCharsets.UTF_8));
  }

  /** Splits a CSV line in which a field may be quoted. */
  private static String[] fields(String line) {
    String[] fields = new String[8];
    int field = 0;
    int from = 0;
    boolean quoted = false;
    for (int at = 0; at <= line.length(); at++) {
      if (at == line.length() || (line.charAt(at) == ',' && !quoted)) {
        fields[field++] = line.substring(from, at);
        from = at + 1;
      } else if (line.charAt(at) == '"') {
        quoted = !quoted;
      }
    }
    return fields;
  }
}
