package io.pannier.learning;

import io.pannier.kernels.api.Sequences;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.kernels.api.WideSeeds;
import java.util.Arrays;
import java.util.Random;

/**
 * Draws whole sequences, what a shopper did and then bought, of which some events are masked: item,
 * category and price are taken away, type and time stay, and the state there must name the item.
 * The cloze task of BERT4Rec (Sun et al., CIKM 2019, section 3.6) for a model that looks back only.
 */
final class MaskedHistories {
  /** Share of events that are masked. */
  private static final double MASKED = 0.2;

  private final TrainingOrders orders;
  private final Neighbourhood neighbourhood;
  private final int mostEvents;

  /**
   * A step's worth of them.
   *
   * @param positions where an item must be named, row-major
   * @param targets the items
   */
  record Batch(PaddedBatch events, int[] positions, int[] targets, WideInput wide) {}

  MaskedHistories(TrainingOrders orders, Neighbourhood neighbourhood, int mostEvents) {
    this.orders = orders;
    this.neighbourhood = neighbourhood;
    this.mostEvents = mostEvents;
  }

  /**
   * @param numbers of orders that are counted, whose sequences are drawn
   */
  Batch draw(int[] numbers, Columns columns, Random random) {
    Sequences sequences = orders.events().sequences();
    int longest = 0;
    for (int number : numbers) {
      longest = Math.max(longest, Math.min(mostEvents, sequences.length(number)));
    }
    PaddedBatch batch = new PaddedBatch(numbers.length, longest);
    int[] positions = new int[numbers.length * longest];
    boolean[][] masked = new boolean[numbers.length][];
    int count = 0;
    for (int s = 0; s < numbers.length; s++) {
      masked[s] = mask(numbers[s], random);
      int from = sequences.offsets()[numbers[s] + 1] - masked[s].length;
      for (int t = 0; t < masked[s].length; t++) {
        batch.set(s, t, orders.events(), from + t);
        if (masked[s][t]) {
          batch.mask(s, t);
          positions[count++] = s * longest + t;
        }
      }
    }
    int[] targets = new int[count];
    WideInput wide = neighbourhood.room(count, columns);
    int row = 0;
    for (int s = 0; s < numbers.length; s++) {
      for (int t = 0; t < masked[s].length; t++) {
        if (masked[s][t]) {
          targets[row] = item(numbers[s], masked[s].length, t);
          seek(numbers[s], masked[s], t, wide, row, targets[row]);
          row++;
        }
      }
    }
    return new Batch(batch, Arrays.copyOf(positions, count), targets, wide);
  }

  /** Which of the newest events of a sequence are masked: some, at least the last. */
  private boolean[] mask(int number, Random random) {
    int length = Math.min(mostEvents, orders.events().sequences().length(number));
    boolean[] masked = new boolean[length];
    int count = 0;
    for (int t = 0; t < length; t++) {
      masked[t] = random.nextDouble() < MASKED && item(number, length, t) >= 0;
      count += masked[t] ? 1 : 0;
    }
    if (count == 0 && length > 0) {
      masked[length - 1] = item(number, length, length - 1) >= 0;
    }
    return masked;
  }

  /** Neighbours are looked for of what was before and is not masked; what lay in a cart is new. */
  private void seek(
      int number, boolean[] masked, int position, WideInput wide, int row, int right) {
    WideSeeds seeds = new WideSeeds();
    int length = masked.length;
    int now = time(number, length, position);
    int first = position;
    while (first > 0 && time(number, length, first - 1) == now) {
      first--;
    }
    int[] cart = new int[position - first];
    for (int t = first; t < position; t++) {
      cart[t - first] = masked[t] ? -1 : item(number, length, t);
    }
    seeds.addCart(cart);
    for (int t = first - 1; t >= 0 && seeds.room(); t--) {
      if (!masked[t]) {
        seeds.addHistory(item(number, length, t), (long) now - time(number, length, t));
      }
    }
    neighbourhood.write(number, seeds, wide, row, right);
  }

  private int event(int number, int length, int t) {
    return orders.events().sequences().offsets()[number + 1] - length + t;
  }

  private int item(int number, int length, int t) {
    return orders.events().items()[event(number, length, t)];
  }

  private int time(int number, int length, int t) {
    int[] times = orders.events().sequences().times();
    return times == null ? 0 : times[event(number, length, t)];
  }
}
