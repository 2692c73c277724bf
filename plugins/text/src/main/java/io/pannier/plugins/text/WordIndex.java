package io.pannier.plugins.text;

import io.pannier.spi.Catalogue;
import io.pannier.spi.Product;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which words stand in which product's title, and how well titles answer words, by BM25 (Robertson
 * and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, equation 3.15):
 *
 * <pre>{@code
 * score(d) = Σ_t w(t) · ln(1 + (N − n(t) + ½) / (n(t) + ½))
 *            · c(t, d) · (k1 + 1) / (c(t, d) + k1 · (1 − b + b · |d| / mean |d|))
 * N products, n(t) of them with the word t, c(t, d) times in d, |d| words of d, w(t) weight asked
 * }</pre>
 *
 * <p>Follows the catalogue in slices, so that no call pays for more than it wants to; only titles
 * that changed are read again. Not thread-safe.
 */
final class WordIndex {
  private static final double K1 = 1.2;
  private static final double B = 0.75;
  private static final int INTERRUPT_MASK = 15;

  private final Map<String, Postings> postings = new HashMap<>();
  private @Nullable String[] titles = new @Nullable String[64];
  private int[] lengths = new int[64];
  private long words;
  private int documents;
  private long version = -1;
  private int next;

  /**
   * Looks at some products of a catalogue, going on where it stopped.
   *
   * @param slice most products to look at
   */
  void follow(Catalogue catalogue, int slice) {
    if (next == 0 && catalogue.version() == version) {
      return;
    }
    if (next == 0) {
      version = catalogue.version();
    }
    int size = catalogue.size();
    if (size > titles.length) {
      int length = Math.max(size, titles.length + (titles.length >> 1));
      titles = Arrays.copyOf(titles, length);
      lengths = Arrays.copyOf(lengths, length);
    }
    int end = (int) Math.min(size, (long) next + slice);
    for (; next < end; next++) {
      // A call whose time is over goes on next time; the thread is not ours to keep.
      if ((next & INTERRUPT_MASK) == 0 && Thread.currentThread().isInterrupted()) {
        return;
      }
      Product product = catalogue.product(next);
      String title = product == null ? null : product.title();
      if (title != null && !title.equals(titles[next])) {
        change(next, title);
      }
    }
    if (next >= size) {
      next = 0;
    }
  }

  private void change(int item, String title) {
    String before = titles[item];
    titles[item] = title;
    if (before != null) {
      Set<String> gone = new HashSet<>(Words.of(before));
      for (String word : gone) {
        Postings of = postings.get(word);
        if (of != null) {
          of.remove(item);
        }
      }
      documents--;
      words -= lengths[item];
    }
    List<String> all = Words.of(title);
    Map<String, Integer> counts = HashMap.newHashMap(all.size());
    all.forEach(word -> counts.merge(word, 1, Integer::sum));
    counts.forEach(
        (word, count) -> postings.computeIfAbsent(word, _ -> new Postings()).add(item, count));
    documents++;
    words += all.size();
    lengths[item] = all.size();
  }

  /** Products whose words are known. */
  int documents() {
    return documents;
  }

  /**
   * Adds to {@code scores} how well each title answers.
   *
   * @param asked words with their weights
   * @param scores by ordinal, as long as any catalogue that was followed
   */
  void score(Map<String, Float> asked, float[] scores) {
    double mean = Math.max(1, words / (double) Math.max(1, documents));
    asked.forEach(
        (word, weight) -> {
          Postings of = postings.get(word);
          if (of == null) {
            return;
          }
          double factor = weight * rarity(of.size()) * (K1 + 1);
          for (int i = 0; i < of.size(); i++) {
            int item = of.item(i);
            if (item < scores.length) {
              double norm = K1 * (1 - B + B * lengths[item] / mean);
              scores[item] += (float) (factor * of.count(i) / (of.count(i) + norm));
            }
          }
        });
  }

  /** How much it says that a word stands in two texts. */
  double rarity(String word) {
    Postings of = postings.get(word);
    return of == null ? 0 : rarity(of.size());
  }

  private double rarity(int with) {
    return Math.log(1 + (documents - with + 0.5) / (with + 0.5));
  }
}
