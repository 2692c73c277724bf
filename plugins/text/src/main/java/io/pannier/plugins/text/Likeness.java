package io.pannier.plugins.text;

import io.pannier.spi.Product;
import io.pannier.spi.ProductVectors;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.TopItems;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/**
 * How like the products are to what is asked, by two measures that fail differently: the words that
 * they share, and the language model's vectors.
 *
 * <pre>{@code
 * fused(p) = α · z(⟨q, v(p)⟩) + (1 − α) · z(BM25(words asked, p))
 * z is the standard score over the catalogue; q = v(sentence), or Σ weight(s) · v(s) over the seeds
 * }</pre>
 *
 * A convex combination of standardised scores beats reciprocal ranks and needs one parameter
 * (Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", ACM TOIS 42,
 * 2023, section 4). The score that leaves is {@code exp(fused − best)}: 1 for the best, never
 * negative. Not thread-safe.
 */
final class Likeness {
  /** What lies so many standard deviations below the mean is as good as never said. */
  private static final double LOWEST = 16;

  private final TextSettings settings;
  private final WordIndex words;
  private final Seeds seeds;
  private final TopItems top = new TopItems();
  private float[] byWords = new float[0];
  private float[] byModel = new float[0];

  Likeness(TextSettings settings, WordIndex words) {
    this.settings = settings;
    this.words = words;
    this.seeds = new Seeds(settings);
  }

  ScoredCandidates answer(ScoringContext context, ProductVectors vectors) {
    int size = context.catalogue().size();
    boolean sentence = context.text().asked();
    seeds.read(context);
    if (size == 0 || (!sentence && seeds.size() == 0)) {
      return ScoredCandidates.empty();
    }
    reserve(size);
    words.score(sentence ? wordsOf(context.text().query()) : wordsOfSeeds(context), byWords);
    float[] direction = sentence ? context.text().vector() : sum(vectors);
    if (direction != null && direction.length == vectors.dimension() && direction.length > 0) {
      vectors.likeness(direction, byModel);
    }
    rank(context, size);
    return result(context, vectors, sentence);
  }

  private void reserve(int size) {
    if (byWords.length != size) {
      byWords = new float[size];
      byModel = new float[size];
    } else {
      Arrays.fill(byWords, 0);
    }
    Arrays.fill(byModel, Float.NaN);
  }

  private void rank(ScoringContext context, int size) {
    Standard ofWords = Standard.of(byWords, size);
    Standard ofModel = Standard.of(byModel, size);
    top.reset(context.limit());
    int[] candidates = context.candidates();
    if (candidates == null) {
      for (int item = 0; item < size; item++) {
        consider(context, item, ofWords, ofModel);
      }
    } else {
      for (int item : candidates) {
        if (item >= 0 && item < size) {
          consider(context, item, ofWords, ofModel);
        }
      }
    }
    top.sort();
  }

  private void consider(ScoringContext context, int item, Standard ofWords, Standard ofModel) {
    boolean said = byWords[item] > 0 || !Float.isNaN(byModel[item]);
    if (!said) {
      return;
    }
    double alpha = settings.encoderWeight();
    double fused =
        alpha * ofModel.score(byModel[item]) + (1 - alpha) * ofWords.score(byWords[item]);
    float positive = (float) (fused + LOWEST);
    if (positive > 0 && top.admits(item, positive) && mayBeOffered(context, item)) {
      top.add(item, positive);
    }
  }

  private static boolean mayBeOffered(ScoringContext context, int item) {
    return context.mayName(item);
  }

  private ScoredCandidates result(
      ScoringContext context, ProductVectors vectors, boolean sentence) {
    if (top.size() == 0) {
      return ScoredCandidates.empty();
    }
    int[] items = new int[top.size()];
    float[] scores = new float[items.length];
    int[] because = new int[items.length];
    Arrays.fill(because, -1);
    for (int rank = 0; rank < items.length; rank++) {
      items[rank] = top.item(rank);
      scores[rank] = (float) Math.exp((double) top.score(rank) - top.score(0));
    }
    if (!sentence) {
      new LikeWhat(context, vectors, words, seeds).fill(items, because);
    }
    return new ScoredCandidates(items, scores, because);
  }

  private static Map<String, Float> wordsOf(String text) {
    Map<String, Float> asked = new HashMap<>();
    new HashSet<>(Words.of(text)).forEach(word -> asked.put(word, 1f));
    return asked;
  }

  private Map<String, Float> wordsOfSeeds(ScoringContext context) {
    Map<String, Float> asked = new HashMap<>();
    for (int i = 0; i < seeds.size(); i++) {
      Product product = context.catalogue().product(seeds.item(i));
      if (product != null) {
        float weight = seeds.weight(i);
        for (String word : new HashSet<>(Words.of(product.title()))) {
          asked.merge(word, weight, Float::sum);
        }
      }
    }
    return asked;
  }

  private float[] sum(ProductVectors vectors) {
    float[] sum = new float[vectors.dimension()];
    float[] vector = new float[sum.length];
    for (int i = 0; i < seeds.size(); i++) {
      if (vectors.vector(seeds.item(i), vector)) {
        for (int d = 0; d < sum.length; d++) {
          sum[d] += seeds.weight(i) * vector[d];
        }
      }
    }
    return sum;
  }
}
