package io.pannier.learning;

import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.ItemTexts;
import io.pannier.kernels.api.Neighbours;
import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.kernels.api.WordBags;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Orders of a shop in which products 2k and 2k + 1 are always bought together, two such pairs an
 * order, after some events that mean nothing.
 */
final class PairShop {
  static final int ITEMS = 40;
  static final int BEFORE = 3;

  private static final int LINES = 4;
  private static final int TYPES = 3;
  private static final int PRICES = 5;
  private static final int TEXT = 6;

  private PairShop() {}

  static TrainingOrders orders(int count, long seed) {
    Random random = new Random(seed);
    int each = BEFORE + LINES;
    int[] offsets = new int[count + 1];
    int[] items = new int[count * each];
    int[] categories = new int[items.length];
    int[] prices = new int[items.length];
    int[] types = new int[items.length];
    int[] times = new int[items.length];
    int[] starts = new int[count];
    Arrays.fill(categories, -1);
    for (int order = 0; order < count; order++) {
      int at = order * each;
      for (int i = 0; i < each; i++) {
        items[at + i] = random.nextInt(ITEMS);
        prices[at + i] = random.nextInt(PRICES + 1) - 1;
        types[at + i] = i < BEFORE ? random.nextInt(TYPES) : TYPES;
        times[at + i] = i < BEFORE ? -10_000 + 1_000 * i + random.nextInt(900) : 0;
      }
      int first = random.nextInt(ITEMS / 2);
      int second = (first + 1 + random.nextInt(ITEMS / 2 - 1)) % (ITEMS / 2);
      int[] lines = {2 * first, 2 * second, 2 * first + 1, 2 * second + 1};
      System.arraycopy(lines, 0, items, at + BEFORE, LINES);
      starts[order] = BEFORE;
      offsets[order + 1] = at + each;
    }
    return new TrainingOrders(
        new EventBatch(
            new Sequences(offsets, count, times, null), items, categories, prices, types),
        starts,
        LongStream.range(0, count).toArray(),
        LongStream.range(0, count).map(order -> 3_600 * order).toArray(),
        IntStream.range(0, ITEMS).mapToObj(item -> "sku-" + item).toList(),
        Neighbours.none(ITEMS),
        words(),
        List.of(),
        texts());
  }

  /**
   * Orders that nobody can tell from what is bought together: what a shopper looked at, one of the
   * first ten products, says which of the next ten is bought, beside any of the last twenty.
   */
  static TrainingOrders followed(int count, long seed) {
    Random random = new Random(seed);
    TrainingOrders plain = orders(count, seed);
    int[] items = plain.events().items();
    for (int order = 0; order < count; order++) {
      int at = order * (BEFORE + LINES);
      int looked = random.nextInt(ITEMS / 4);
      Arrays.fill(items, at, at + BEFORE, looked);
      items[at + BEFORE] = ITEMS / 4 + looked;
      for (int i = 1; i < LINES; i++) {
        items[at + BEFORE + i] = ITEMS / 2 + (random.nextInt(6) * 3 + i);
      }
    }
    return plain;
  }

  /** Vectors of length 1 that mean nothing; the last product has none. */
  private static ItemTexts texts() {
    Random random = new Random(4);
    float[] vectors = new float[ITEMS * TEXT];
    for (int item = 0; item < ITEMS - 1; item++) {
      double square = 0;
      for (int d = 0; d < TEXT; d++) {
        float drawn = (float) (1 + random.nextGaussian());
        vectors[item * TEXT + d] = drawn;
        square += (double) drawn * drawn;
      }
      for (int d = 0; d < TEXT; d++) {
        vectors[item * TEXT + d] /= (float) Math.sqrt(square);
      }
    }
    return new ItemTexts("drawn", TEXT, vectors);
  }

  /** Each product has a word of its own, and one that every fourth product shares. */
  private static WordBags words() {
    int[] offsets = IntStream.rangeClosed(0, ITEMS).map(item -> 2 * item).toArray();
    int[] words = IntStream.range(0, 2 * ITEMS).map(i -> i % 2 == 0 ? i / 2 : i / 2 % 4).toArray();
    return new WordBags(
        IntStream.range(0, ITEMS).mapToObj(word -> "word-" + word).toList(), ITEMS, offsets, words);
  }
}
