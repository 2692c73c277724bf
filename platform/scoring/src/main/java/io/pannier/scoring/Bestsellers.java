package io.pannier.scoring;

import io.pannier.spi.Catalogue;
import io.pannier.spi.EventType;
import io.pannier.spi.Product;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The last rung of the degrade ladder: what sells best in a shop, kept ready as a short list so
 * that answering costs a few comparisons. Not a strategy: it cannot fail, hang or be unloaded.
 */
final class Bestsellers {
  static final String NAME = "bestsellers@platform";
  private static final int KEPT = 512;

  private final int[] items;
  private final float[] scores;

  private Bestsellers(int[] items, float[] scores) {
    this.items = items;
    this.scores = scores;
  }

  static Bestsellers none() {
    return new Bestsellers(new int[0], new float[0]);
  }

  /** Looks at every product once. */
  static Bestsellers of(Catalogue catalogue) {
    Comparator<Product> worstFirst =
        Comparator.comparingDouble(Bestsellers::score)
            .thenComparing(Comparator.comparingInt(Product::item).reversed());
    PriorityQueue<Product> best = new PriorityQueue<>(KEPT + 1, worstFirst);
    for (int item = 0; item < catalogue.size(); item++) {
      Product product = catalogue.product(item);
      if (product == null || !product.available()) {
        continue;
      }
      if (best.size() < KEPT) {
        best.add(product);
      } else if (worstFirst.compare(product, best.peek()) > 0) {
        best.poll();
        best.add(product);
      }
    }
    int[] items = new int[best.size()];
    float[] scores = new float[items.length];
    for (int rank = items.length - 1; rank >= 0; rank--) {
      Product product = best.remove();
      items[rank] = product.item();
      scores[rank] = (float) score(product);
    }
    return new Bestsellers(items, scores);
  }

  /** The best that are still available and not in the cart, up to the context's limit. */
  ScoredCandidates answer(ScoringContext context) {
    int[] found = new int[Math.min(context.limit(), items.length)];
    float[] foundScores = new float[found.length];
    int size = 0;
    for (int rank = 0; rank < items.length && size < found.length; rank++) {
      Product product = context.catalogue().product(items[rank]);
      if (product != null && product.available() && !context.inCart(items[rank])) {
        found[size] = items[rank];
        foundScores[size++] = scores[rank];
      }
    }
    int[] because = new int[size];
    Arrays.fill(because, -1);
    return new ScoredCandidates(
        Arrays.copyOf(found, size), Arrays.copyOf(foundScores, size), because);
  }

  private static double score(Product product) {
    return product.statistics().count(EventType.PURCHASED)
        + 0.01 * product.statistics().count(EventType.PRODUCT_VIEWED)
        + 1e-3;
  }
}
