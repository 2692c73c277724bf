package io.pannier.plugins.text;

import io.pannier.spi.Product;
import io.pannier.spi.ProductVectors;
import io.pannier.spi.ScoringContext;
import java.util.HashSet;
import java.util.Set;

/**
 * Which of the seeds a product is most like: by the language model where both have vectors, else by
 * the words that they share. For the few products of an answer.
 */
final class LikeWhat {
  private final ScoringContext context;
  private final ProductVectors vectors;
  private final WordIndex words;
  private final Seeds seeds;
  private final float[] one;
  private final float[][] ofSeeds;
  private final boolean[] known;

  LikeWhat(ScoringContext context, ProductVectors vectors, WordIndex words, Seeds seeds) {
    this.context = context;
    this.vectors = vectors;
    this.words = words;
    this.seeds = seeds;
    this.one = new float[vectors.dimension()];
    this.ofSeeds = new float[seeds.size()][vectors.dimension()];
    this.known = new boolean[seeds.size()];
    for (int i = 0; i < seeds.size(); i++) {
      known[i] = vectors.vector(seeds.item(i), ofSeeds[i]);
    }
  }

  /** Names the seed for each item; leaves -1 where nothing is shared with any. */
  void fill(int[] items, int[] because) {
    for (int rank = 0; rank < items.length; rank++) {
      because[rank] = seedOf(items[rank]);
    }
  }

  private int seedOf(int item) {
    boolean has = vectors.vector(item, one);
    int best = -1;
    double largest = 0;
    for (int i = 0; i < seeds.size(); i++) {
      double like = has && known[i] ? product(ofSeeds[i]) : 0;
      if (like == 0) {
        // Never as much as a vector says, and still in its order.
        like = 1e-6 * shared(item, seeds.item(i));
      }
      if (seeds.weight(i) * like > largest) {
        largest = seeds.weight(i) * like;
        best = seeds.item(i);
      }
    }
    return best;
  }

  private double product(float[] seed) {
    double sum = 0;
    for (int d = 0; d < seed.length; d++) {
      sum += seed[d] * one[d];
    }
    return Math.max(0, sum);
  }

  private double shared(int item, int seed) {
    Set<String> common = wordsOf(item);
    common.retainAll(wordsOf(seed));
    double sum = 0;
    for (String word : common) {
      sum += words.rarity(word);
    }
    return sum;
  }

  private Set<String> wordsOf(int item) {
    Product product = context.catalogue().product(item);
    return product == null ? new HashSet<>() : new HashSet<>(Words.of(product.title()));
  }
}
