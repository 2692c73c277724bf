package io.pannier.kernels.api;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.List;

/**
 * Orders to learn from, oldest first: each is a sequence of events of which the last ones are the
 * order's items and the ones before are what its shopper had done earlier. Nothing in a sequence is
 * younger than its order.
 *
 * @param events one sequence for each order, with times; the arrays are shared with the caller
 * @param starts (orders): how many events of the sequence come before the order's own
 * @param keys (orders): what tells an order from others, in every training
 * @param times (orders): seconds since 1970, ascending
 * @param vocabulary names of the items, by number
 * @param likeness which items are alike whatever was bought, squared
 * @param words what describes the items: those with the same words begin alike
 * @param categories names of the events' categories, by number
 * @param texts what a language model makes of the items' texts, for all of them or none
 */
public record TrainingOrders(
    EventBatch events,
    int[] starts,
    long[] keys,
    long[] times,
    List<String> vocabulary,
    Neighbours likeness,
    WordBags words,
    List<String> categories,
    ItemTexts texts) {
  /** Orders whose events have no categories, of items without vectors of their texts. */
  public TrainingOrders(
      EventBatch events,
      int[] starts,
      long[] keys,
      long[] times,
      List<String> vocabulary,
      Neighbours likeness,
      WordBags words) {
    this(events, starts, keys, times, vocabulary, likeness, words, List.of(), ItemTexts.NONE);
  }

  public TrainingOrders {
    vocabulary = List.copyOf(vocabulary);
    categories = List.copyOf(categories);
    Sequences sequences = events.sequences();
    sequences.require();
    if (Math.min(starts.length, Math.min(keys.length, times.length)) < sequences.count()) {
      throw new PannierException(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          starts.length
              + " starts, "
              + keys.length
              + " keys and "
              + times.length
              + " times for "
              + sequences.count()
              + " orders");
    }
    if (likeness.rows() != vocabulary.size() || words.items() != vocabulary.size()) {
      throw new PannierException(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          likeness.rows()
              + " rows of likeness and words of "
              + words.items()
              + " for "
              + vocabulary.size()
              + " items");
    }
    if (!texts.none() && texts.items() != vocabulary.size()) {
      throw new PannierException(
          StandardErrorCode.KERNEL_SHAPE_MISMATCH,
          "texts of " + texts.items() + " items for " + vocabulary.size());
    }
    for (int order = 0; order < sequences.count(); order++) {
      if (starts[order] < 0 || starts[order] > sequences.length(order)) {
        throw new PannierException(
            StandardErrorCode.KERNEL_SHAPE_MISMATCH,
            "order " + order + " begins outside its sequence, at " + starts[order]);
      }
    }
  }

  public int count() {
    return events.sequences().count();
  }

  /** Seconds since 1970 of the youngest order; 0 without one. */
  public long until() {
    return count() == 0 ? 0 : times[count() - 1];
  }

  /** The items of an order. */
  public int[] basket(int order) {
    int[] offsets = events.sequences().offsets();
    int[] basket = new int[offsets[order + 1] - offsets[order] - starts[order]];
    System.arraycopy(events.items(), offsets[order] + starts[order], basket, 0, basket.length);
    return basket;
  }
}
