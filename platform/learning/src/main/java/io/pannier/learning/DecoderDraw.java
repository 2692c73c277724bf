package io.pannier.learning;

import io.pannier.kernels.api.TrainingOrders;
import io.pannier.learning.BatchDraw.Drawn;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Draws from orders what the decoder must compose: the cart is a part of the order, and what is
 * left of the order stands among candidates that are not in it, those that the neighbours of the
 * cart name first and popular ones. A basket is a set: at each step each item that is left is as
 * right as any other, one of them, drawn at random, is taken for chosen, and when none is left the
 * bundle ends.
 */
final class DecoderDraw {
  /** Candidates of a sequence. */
  static final int CANDIDATES = 96;

  /** Those of them that neighbours name first. */
  private static final int NEAR = 56;

  /** Most items of the order that are put among the candidates. */
  private static final int MOST_RIGHT = 16;

  private static final int ATTEMPTS = 4;

  private final TrainingOrders orders;
  private final Neighbourhood neighbourhood;
  private final Negatives negatives;
  private final ItemFacts facts;
  private final int steps;
  private final boolean[] left;
  private final boolean[] candidate;

  /**
   * @param steps most items of a bundle
   */
  DecoderDraw(TrainingOrders orders, Neighbourhood neighbourhood, Negatives negatives, int steps) {
    this.orders = orders;
    this.neighbourhood = neighbourhood;
    this.negatives = negatives;
    this.facts = ItemFacts.of(orders);
    this.steps = steps;
    this.left = new boolean[orders.vocabulary().size()];
    this.candidate = new boolean[left.length];
  }

  /**
   * @param drawn sequences that end with events of their order
   * @param leaveOut whether their orders are among those counted
   */
  DecoderBatch draw(List<Drawn> drawn, boolean leaveOut, Random random) {
    DecoderBatch batch = DecoderBatch.of(drawn.size(), steps, CANDIDATES);
    for (int s = 0; s < drawn.size(); s++) {
      draw(drawn.get(s), s, batch, leaveOut, random);
    }
    return batch;
  }

  private void draw(
      Drawn drawn, int sequence, DecoderBatch batch, boolean leaveOut, Random random) {
    int size = drawn.events().length;
    int lines = neighbourhood.begin(drawn, size, leaveOut);
    neighbourhood.end(drawn, leaveOut);
    int cut = lines + 1 + random.nextInt(size - lines);
    batch.contexts()[sequence] = cut;
    neighbourhood.begin(drawn, cut, leaveOut);
    for (int t = lines; t < cut; t++) {
      neighbourhood.see(orders.events().items()[drawn.events()[t]], leaveOut);
    }
    int[] rest =
        Arrays.stream(orders.basket(drawn.order()))
            .filter(item -> item >= 0 && !neighbourhood.seen(item))
            .distinct()
            .toArray();
    for (int item : rest) {
      left[item] = true;
    }
    int count = collect(rest, sequence, batch, random);
    compose(rest.length, count, sequence, batch, leaveOut, random);
    for (int item : rest) {
      left[item] = false;
    }
    neighbourhood.end(drawn, leaveOut);
  }

  /** Fills the candidates of a sequence; returns how many there are. */
  private int collect(int[] rest, int sequence, DecoderBatch batch, Random random) {
    int from = sequence * CANDIDATES;
    Arrays.fill(batch.candidates(), from, from + CANDIDATES, -1);
    Arrays.fill(batch.categories(), from, from + CANDIDATES, -1);
    Arrays.fill(batch.prices(), from, from + CANDIDATES, -1);
    int count = 0;
    for (int i = 0; i < Math.min(rest.length, MOST_RIGHT); i++) {
      int j = i + random.nextInt(rest.length - i);
      int swapped = rest[i];
      rest[i] = rest[j];
      rest[j] = swapped;
      count = add(rest[i], from, count, batch);
    }
    for (int item : nearest()) {
      count = add(item, from, count, batch);
    }
    for (int i = 0; i < ATTEMPTS * CANDIDATES && count < CANDIDATES; i++) {
      count = add(negatives.popular(random), from, count, batch);
    }
    for (int at = from; at < from + count; at++) {
      int item = batch.candidates()[at];
      candidate[item] = false;
      batch.categories()[at] = facts.categories()[item];
      batch.prices()[at] = facts.prices()[item];
    }
    return count;
  }

  private int add(int item, int from, int count, DecoderBatch batch) {
    if (count == CANDIDATES || candidate[item] || neighbourhood.seen(item)) {
      return count;
    }
    candidate[item] = true;
    batch.candidates()[from + count] = item;
    return count + 1;
  }

  /** The items that the neighbours of the cart name first, the farthest of them first. */
  private int[] nearest() {
    int[] nearest = new int[NEAR];
    int size = 0;
    for (int item = 0; item < left.length; item++) {
      float sum = neighbourhood.counts(item);
      if (sum <= 0 || neighbourhood.seen(item)) {
        continue;
      }
      if (size == NEAR && sum <= neighbourhood.counts(nearest[0])) {
        continue;
      }
      int at = size < NEAR ? size++ : 0;
      if (at == 0 && size == NEAR) {
        while (at + 1 < size && neighbourhood.counts(nearest[at + 1]) < sum) {
          nearest[at] = nearest[at + 1];
          at++;
        }
      } else {
        while (at > 0 && neighbourhood.counts(nearest[at - 1]) > sum) {
          nearest[at] = nearest[at - 1];
          at--;
        }
      }
      nearest[at] = item;
    }
    return Arrays.copyOf(nearest, size);
  }

  private void compose(
      int rest, int count, int sequence, DecoderBatch batch, boolean leaveOut, Random random) {
    int remaining = rest;
    boolean[] taken = new boolean[count];
    for (int step = 0; step < steps; step++) {
      int row = sequence * steps + step;
      int[] right = write(row, sequence, count, taken, batch);
      batch.chosen()[row] = -1;
      int choices = row * (CANDIDATES + 1);
      batch.hidden()[choices + CANDIDATES] = step == 0 ? Layers.HIDDEN : 0;
      if (right.length == 0) {
        // What is left of a large order need not be among the candidates: then nothing is learned.
        batch.targets()[choices + CANDIDATES] = remaining == 0 && step > 0 ? 1 : 0;
        skip(row + 1, (sequence + 1) * steps, batch);
        return;
      }
      for (int index : right) {
        batch.targets()[choices + index] = 1;
      }
      int choice = right[random.nextInt(right.length)];
      batch.chosen()[row] = choice;
      taken[choice] = true;
      remaining--;
      neighbourhood.see(batch.candidates()[sequence * CANDIDATES + choice], leaveOut);
    }
  }

  /** Writes what neighbours say before a step; returns the candidates that are right. */
  private int[] write(int row, int sequence, int count, boolean[] taken, DecoderBatch batch) {
    int[] right = new int[count];
    int size = 0;
    for (int index = 0; index < CANDIDATES; index++) {
      int choice = row * (CANDIDATES + 1) + index;
      if (index >= count || taken[index]) {
        batch.hidden()[choice] = Layers.HIDDEN;
        continue;
      }
      int item = batch.candidates()[sequence * CANDIDATES + index];
      batch.counts()[row * CANDIDATES + index] = neighbourhood.counts(item);
      batch.likeness()[row * CANDIDATES + index] = neighbourhood.likeness(item);
      if (left[item]) {
        right[size++] = index;
      }
    }
    return Arrays.copyOf(right, size);
  }

  /** Steps after the end: they are none. */
  private static void skip(int from, int to, DecoderBatch batch) {
    for (int row = from; row < to; row++) {
      batch.chosen()[row] = -1;
    }
  }
}
