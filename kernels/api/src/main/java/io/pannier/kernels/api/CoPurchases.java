package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.Arrays;
import java.util.List;

/**
 * How many orders hold an item, and how many hold two: immutable. Near is what is bought together
 * more often than apart, by the asymmetric cosine (Aiolli, RecSys 2013, section 3.2), shrunk where
 * it rests on little:
 *
 * <pre>{@code cos(i, j) = c(i, j) / (n(i)^a · n(j)^(1 − a) + shrinkage)}</pre>
 *
 * Rows are symmetric; an order's part can be left out of them, so that what is learned from an
 * order does not see the order itself among the counts.
 */
public final class CoPurchases {
  private static final double ASYMMETRY = 0.7;
  private static final double SHRINKAGE = 2;
  private static final String PREFIX = "counts.";

  private final int[] supports;
  private final int[] offsets;
  private final int[] others;
  private final int[] together;
  private final Powers given;
  private final Powers other;

  private CoPurchases(int[] supports, int[] offsets, int[] others, int[] together) {
    this.supports = supports;
    this.offsets = offsets;
    this.others = others;
    this.together = together;
    int most = Arrays.stream(supports).max().orElse(0);
    this.given = new Powers(ASYMMETRY, most);
    this.other = new Powers(1 - ASYMMETRY, most);
  }

  /** Powers of whole numbers. */
  private static final class Powers {
    private final double[] powers;

    Powers(double exponent, int most) {
      powers = new double[most + 1];
      Arrays.setAll(powers, i -> Math.pow(i, exponent));
    }

    double of(int count) {
      return powers[Math.max(0, count)];
    }
  }

  /**
   * Counts orders.
   *
   * @param orders the items of each, none twice
   * @param items of the vocabulary
   */
  public static CoPurchases count(List<int[]> orders, int items) {
    int[] supports = new int[items];
    long[] pairs = new long[Math.toIntExact(pairs(orders))];
    int size = 0;
    for (int[] order : orders) {
      for (int i : order) {
        supports[i]++;
        for (int j : order) {
          if (i != j) {
            pairs[size++] = (long) i * items + j;
          }
        }
      }
    }
    Arrays.sort(pairs);
    int[] offsets = new int[items + 1];
    int[] others = new int[size];
    int[] together = new int[size];
    int entries = 0;
    for (int at = 0; at < size; ) {
      int next = at;
      while (next < size && pairs[next] == pairs[at]) {
        next++;
      }
      others[entries] = (int) (pairs[at] % items);
      together[entries++] = next - at;
      offsets[(int) (pairs[at] / items) + 1] = entries;
      at = next;
    }
    for (int row = 1; row <= items; row++) {
      offsets[row] = Math.max(offsets[row], offsets[row - 1]);
    }
    return new CoPurchases(
        supports, offsets, Arrays.copyOf(others, entries), Arrays.copyOf(together, entries));
  }

  private static long pairs(List<int[]> orders) {
    long pairs = 0;
    for (int[] order : orders) {
      pairs += (long) order.length * (order.length - 1);
    }
    return pairs;
  }

  /** Items of the vocabulary. */
  public int items() {
    return supports.length;
  }

  /** Orders that hold an item. */
  public int support(int item) {
    return supports[item];
  }

  /** Orders that hold both. */
  public int together(int i, int j) {
    int entry = Arrays.binarySearch(others, offsets[i], offsets[i + 1], j);
    return entry < 0 ? 0 : together[entry];
  }

  /** The square of the cosine of each two items that were bought together. */
  public Neighbours squaredCosines() {
    float[] weights = new float[others.length];
    for (int i = 0; i < supports.length; i++) {
      for (int entry = offsets[i]; entry < offsets[i + 1]; entry++) {
        weights[entry] =
            squared(together[entry], given.of(supports[i]), other.of(supports[others[entry]]));
      }
    }
    return new Neighbours(offsets, others, weights);
  }

  private static float squared(int count, double given, double other) {
    float cosine = (float) (count / (given * other + SHRINKAGE));
    return cosine * cosine;
  }

  /**
   * Adds a multiple of the row of squared cosines as it would be if an order had not been counted.
   *
   * @param counted which items were counted in that order, {@code item} or not
   */
  public void addLeavingOut(int item, boolean[] counted, float factor, float[] sums) {
    int one = counted[item] ? 1 : 0;
    double weight = given.of(supports[item] - one);
    for (int entry = offsets[item]; entry < offsets[item + 1]; entry++) {
      int j = others[entry];
      int both = counted[j] ? one : 0;
      int count = together[entry] - both;
      if (count > 0) {
        double otherWeight = other.of(supports[j] - (counted[j] ? 1 : 0));
        sums[j] += factor * squared(count, weight, otherWeight);
      }
    }
  }

  /** Whether an order may be among those counted: each two of its items were bought together. */
  public boolean mayHold(int[] order) {
    for (int i : order) {
      for (int j : order) {
        if (i == j ? supports[i] == 0 : together(i, j) == 0) {
          return false;
        }
      }
    }
    return order.length > 0;
  }

  /** Adds the counts to what a file will hold: of each two items the pair that ascends. */
  public void write(NamedTensors to) {
    int[] ends = new int[supports.length];
    int[] items = new int[others.length / 2];
    int[] counts = new int[items.length];
    int size = 0;
    for (int i = 0; i < supports.length; i++) {
      for (int entry = offsets[i]; entry < offsets[i + 1]; entry++) {
        if (others[entry] > i) {
          items[size] = others[entry];
          counts[size++] = together[entry];
        }
      }
      ends[i] = size;
    }
    to.put(PREFIX + "supports", supports, supports.length)
        .put(PREFIX + "ends", ends, ends.length)
        .put(PREFIX + "items", items, items.length)
        .put(PREFIX + "together", counts, counts.length);
  }

  /**
   * Reads what was written.
   *
   * @throws PannierException MODEL_TENSOR_MISSING or MODEL_FILE_INVALID
   */
  public static CoPurchases read(NamedTensors from) {
    int[] supports = from.integers(PREFIX + "supports");
    int[] ends = from.integers(PREFIX + "ends");
    int[] items = from.integers(PREFIX + "items");
    int[] counts = from.integers(PREFIX + "together");
    boolean fits = ends.length == supports.length && items.length == counts.length;
    int last = 0;
    for (int i = 0; fits && i < ends.length; i++) {
      fits = supports[i] >= 0 && ends[i] >= last && ends[i] <= items.length;
      for (int entry = last; fits && entry < ends[i]; entry++) {
        fits =
            items[entry] > i
                && items[entry] < supports.length
                && (entry == last || items[entry] > items[entry - 1])
                && counts[entry] > 0
                && counts[entry] <= Math.min(supports[i], supports[items[entry]]);
      }
      last = ends[i];
    }
    if (!fits || last != items.length) {
      throw new PannierException(
          StandardErrorCode.MODEL_FILE_INVALID, "the counts contradict each other");
    }
    return mirrored(supports, ends, items, counts);
  }

  private static CoPurchases mirrored(int[] supports, int[] ends, int[] items, int[] counts) {
    int[] offsets = new int[supports.length + 1];
    for (int i = 0; i < ends.length; i++) {
      for (int entry = i == 0 ? 0 : ends[i - 1]; entry < ends[i]; entry++) {
        offsets[i + 1]++;
        offsets[items[entry] + 1]++;
      }
    }
    for (int i = 0; i < supports.length; i++) {
      offsets[i + 1] += offsets[i];
    }
    int[] next = offsets.clone();
    int[] others = new int[2 * items.length];
    int[] together = new int[others.length];
    // Smaller items come first in every row, as rows are filled from the first to the last.
    for (int i = 0; i < ends.length; i++) {
      for (int entry = i == 0 ? 0 : ends[i - 1]; entry < ends[i]; entry++) {
        int j = items[entry];
        others[next[j]] = i;
        together[next[j]++] = counts[entry];
        others[next[i]] = j;
        together[next[i]++] = counts[entry];
      }
    }
    return new CoPurchases(supports, offsets, others, together);
  }
}
