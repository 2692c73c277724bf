package io.pannier.scoring;

import io.pannier.spi.Catalogue;
import io.pannier.spi.EventType;
import io.pannier.spi.ItemSet;
import io.pannier.spi.Product;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.TopItems;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
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

  /** What is left of a large catalogue is not read through while a shopper waits. */
  private static final int LOOKED_AT = 4096;

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

  /**
   * The best that may be named, up to the context's limit; of given candidates those that may be.
   * Where rules leave too few of the list, some of what they do leave is looked at.
   */
  ScoredCandidates answer(ScoringContext context) {
    int[] given = context.candidates();
    TopItems best = new TopItems();
    best.reset(context.limit());
    if (given != null) {
      IntOpenHashSet seen = new IntOpenHashSet(given.length);
      for (int item : given) {
        add(context, item, seen, best);
      }
    } else {
      IntOpenHashSet seen = new IntOpenHashSet();
      for (int rank = 0; rank < items.length && seen.size() < context.limit(); rank++) {
        if (context.mayName(items[rank]) && seen.add(items[rank])) {
          best.add(items[rank], scores[rank]);
        }
      }
      ItemSet allowed = context.allowed();
      if (allowed != null && seen.size() < context.limit()) {
        int looked = 0;
        for (int item = allowed.next(0);
            item >= 0 && looked < LOOKED_AT;
            item = allowed.next(item + 1)) {
          looked++;
          add(context, item, seen, best);
        }
      }
    }
    best.sort();
    int[] found = new int[best.size()];
    float[] foundScores = new float[found.length];
    int[] because = new int[found.length];
    Arrays.fill(because, -1);
    for (int rank = 0; rank < found.length; rank++) {
      found[rank] = best.item(rank);
      foundScores[rank] = best.score(rank);
    }
    return new ScoredCandidates(found, foundScores, because);
  }

  private static void add(ScoringContext context, int item, IntOpenHashSet seen, TopItems best) {
    Product product = context.catalogue().product(item);
    if (product != null && context.mayName(item) && seen.add(item)) {
      best.add(item, (float) score(product));
    }
  }

  private static double score(Product product) {
    return product.statistics().count(EventType.PURCHASED)
        + 0.01 * product.statistics().count(EventType.PRODUCT_VIEWED)
        + 1e-3;
  }
}
