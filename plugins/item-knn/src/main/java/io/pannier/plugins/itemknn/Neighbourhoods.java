package io.pannier.plugins.itemknn;

import io.pannier.spi.TopItems;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The nearest neighbours of each item, selected when they are first asked for and again when enough
 * was bought since. Not thread-safe.
 *
 * <p>The cosine of two items is the count of orders with both over the root of the product of their
 * supports (Sarwar et al. 2001; Deshpande and Karypis 2004, section 4.2). It is shrunk for pairs
 * that rest on few orders, and may be asymmetric (Aiolli 2013, section 3.2): with a above one half
 * it leans towards the conditional probability of the candidate j given the item i.
 *
 * <pre>{@code cos(i, j) = c(i, j) / (n(i)^a · n(j)^(1 − a) + shrinkage)}</pre>
 */
final class Neighbourhoods {
  private static final Neighbours NONE = new Neighbours(new int[0], new float[0], 0, 0);

  private final CoPurchases counts;
  private final ItemKnnConfig config;
  private final Powers powers;
  private final TopItems top = new TopItems();
  private @Nullable Neighbours[] lists = new @Nullable Neighbours[64];

  Neighbourhoods(CoPurchases counts, ItemKnnConfig config) {
    this.counts = counts;
    this.config = config;
    powers = new Powers(1 - config.asymmetry());
  }

  Neighbours of(int item) {
    CountRow row = counts.rowOf(item);
    if (row == null) {
      return NONE;
    }
    if (item >= lists.length) {
      lists = Arrays.copyOf(lists, Math.max(item + 1, counts.items()));
    }
    Neighbours list = lists[item];
    if (list == null || stale(list, row)) {
      list = select(item, row);
      lists[item] = list;
    }
    return list;
  }

  /**
   * A list ages with its own row, and with the shop as a whole, whose growth moves the supports of
   * the neighbours.
   */
  private boolean stale(Neighbours list, CountRow row) {
    double share = config.refreshShare();
    return row.changes() - list.changes() > share * list.changes()
        || counts.lines() - list.lines() > share * list.lines();
  }

  private Neighbours select(int item, CountRow row) {
    top.reset(config.listSize());
    double weight = Math.pow(counts.support(item), config.asymmetry());
    double shrinkage = config.shrinkage();
    for (int slot = 0; slot < row.slots(); slot++) {
      int together = row.countAt(slot);
      if (together > 0) {
        int other = row.itemAt(slot);
        double norm = weight * powers.of(counts.support(other)) + shrinkage;
        top.add(other, (float) (together / norm));
      }
    }
    // Scoring adds up, so the neighbours need no order among themselves.
    int[] items = new int[top.size()];
    float[] weights = new float[top.size()];
    for (int i = 0; i < items.length; i++) {
      items[i] = top.item(i);
      weights[i] = Sharpness.raise(top.score(i), config.sharpness());
    }
    return new Neighbours(items, weights, row.changes(), counts.lines());
  }
}
