package io.pannier.plugins.transformer;

import io.pannier.kernels.api.Neighbours;
import io.pannier.kernels.api.WordBags;
import io.pannier.spi.Product;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the titles and brands of products say: which words describe each, and which are alike by the
 * cosine of their words, each weighed by how few titles hold it (Salton and Buckley, 1988).
 */
final class Titles {
  private static final Pattern WORD = Pattern.compile("\\p{L}{3,}");

  /** A word that so few titles hold joins no two products. */
  private static final int LEAST_TITLES = 3;

  /** A word that more titles hold tells nothing, and would cost the square of them. */
  private static final int MOST_TITLES = 1_000;

  /** Tells a brand from a word of a title. */
  private static final String BRAND = "brand:";

  private static final int MOST_NEIGHBOURS = 100;
  private static final float LEAST_COSINE = 0.1f;

  private record Near(int title, float cosine) {}

  private final List<int[]> words = new ArrayList<>();
  private final List<int[]> titles = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  /**
   * @param texts the words of each product
   */
  Titles(List<Set<String>> texts) {
    Map<String, List<Integer>> holders = new HashMap<>();
    for (int title = 0; title < texts.size(); title++) {
      for (String word : texts.get(title)) {
        holders.computeIfAbsent(word, _ -> new ArrayList<>()).add(title);
      }
    }
    List<List<Integer>> ofTitle = new ArrayList<>();
    texts.forEach(_ -> ofTitle.add(new ArrayList<>()));
    holders.entrySet().stream()
        .filter(e -> e.getValue().size() >= LEAST_TITLES && e.getValue().size() <= MOST_TITLES)
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry -> {
              entry.getValue().forEach(title -> ofTitle.get(title).add(titles.size()));
              names.add(entry.getKey());
              titles.add(entry.getValue().stream().mapToInt(Integer::intValue).toArray());
            });
    ofTitle.forEach(list -> words.add(list.stream().mapToInt(Integer::intValue).toArray()));
  }

  /** The words of a product: those of its title, and its brand, which is one word of its own. */
  static Set<String> words(Product product) {
    Set<String> found = words(product.title());
    if (!product.brand().isBlank()) {
      found.add(BRAND + product.brand().strip().toLowerCase(Locale.ROOT));
    }
    return found;
  }

  static Set<String> words(String title) {
    Set<String> found = new LinkedHashSet<>();
    WORD.matcher(title.toLowerCase(Locale.ROOT)).results().forEach(word -> found.add(word.group()));
    return found;
  }

  WordBags bags() {
    int[] offsets = new int[words.size() + 1];
    for (int title = 0; title < words.size(); title++) {
      offsets[title + 1] = offsets[title] + words.get(title).length;
    }
    return new WordBags(
        names, titles.size(), offsets, words.stream().flatMapToInt(Arrays::stream).toArray());
  }

  /** The squared cosines of each title and those nearest to it. */
  Neighbours likeness() {
    int count = words.size();
    double[] weights = new double[titles.size()];
    Arrays.setAll(weights, word -> Math.log((double) count / titles.get(word).length));
    double[] lengths = new double[count];
    for (int title = 0; title < count; title++) {
      for (int word : words.get(title)) {
        lengths[title] += weights[word] * weights[word];
      }
      lengths[title] = Math.sqrt(lengths[title]);
    }
    int[] offsets = new int[count + 1];
    int[] items = new int[Math.multiplyExact(count, MOST_NEIGHBOURS)];
    float[] squares = new float[items.length];
    double[] dots = new double[count];
    for (int title = 0; title < count; title++) {
      for (int word : words.get(title)) {
        for (int other : titles.get(word)) {
          dots[other] += weights[word] * weights[word];
        }
      }
      dots[title] = 0;
      offsets[title + 1] = nearest(title, dots, lengths, offsets[title], items, squares);
      for (int word : words.get(title)) {
        for (int other : titles.get(word)) {
          dots[other] = 0;
        }
      }
    }
    return new Neighbours(
        offsets, Arrays.copyOf(items, offsets[count]), Arrays.copyOf(squares, offsets[count]));
  }

  private static int nearest(
      int title, double[] dots, double[] lengths, int from, int[] items, float[] squares) {
    List<Near> near = new ArrayList<>();
    for (int other = 0; other < dots.length; other++) {
      if (dots[other] > 0) {
        float cosine = (float) (dots[other] / (lengths[title] * lengths[other]));
        if (cosine >= LEAST_COSINE) {
          near.add(new Near(other, cosine));
        }
      }
    }
    near.sort(Comparator.comparingDouble(Near::cosine).reversed());
    List<Near> nearest = near.subList(0, Math.min(MOST_NEIGHBOURS, near.size()));
    nearest.sort(Comparator.comparingInt(Near::title));
    int to = from;
    for (Near other : nearest) {
      items[to] = other.title();
      squares[to++] = other.cosine() * other.cosine();
    }
    return to;
  }
}
