package io.pannier.plugins.transformer;

import io.pannier.kernels.api.ComposerTrainer.Outcome;
import io.pannier.kernels.api.EventBatch;
import io.pannier.kernels.api.OrderSample;
import io.pannier.kernels.api.Rows;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.kernels.api.WideSeeds;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The orders that a training held out, each with an item taken out, as questions to any model file:
 * the new one and the one that it may replace. A file counts orders up to the last one that it saw;
 * where an order may be among them, it is left out of the counts, so that no file is asked what it
 * was told.
 */
final class HeldOut {
  private static final int HITS = 10;
  private static final int RANKS = 20;
  private static final int UNKNOWN = -1;

  private final TrainingOrders orders;
  private final int[] held;
  private final int[] takenOut;
  private final OrderSample samples;

  HeldOut(TrainingOrders orders, Outcome outcome) {
    this.orders = orders;
    this.held = outcome.heldOut();
    this.takenOut = outcome.takenOut();
    this.samples = new OrderSample(orders.vocabulary());
  }

  /**
   * What a model is worth.
   *
   * @param hitRate share of items that stand among the first ten of its vocabulary
   * @param reciprocalRank mean of 1 / rank where that is at most 20, else 0
   */
  record Worth(double hitRate, double reciprocalRank) {}

  /**
   * Asks a model.
   *
   * @param deep false for what the counts alone say
   */
  Worth ask(ServedModel model, boolean deep) {
    int[] rows = rows(model.skus());
    FusedScores scores = new FusedScores(model.width(), model.items(), model.tables());
    double hits = 0;
    double reciprocal = 0;
    for (int i = 0; i < held.length; i++) {
      int rank = rank(model, scores, rows, i, deep);
      hits += rank <= HITS ? 1 : 0;
      reciprocal += rank <= RANKS ? 1.0 / rank : 0;
    }
    return new Worth(hits / held.length, reciprocal / held.length);
  }

  /** True where the orders lack most of what a model names: it is another shop's. */
  boolean foreign(ServedModel model) {
    long shared = Arrays.stream(rows(model.skus())).filter(row -> row >= 0).count();
    return 2 * shared < model.rows();
  }

  /** The model's row of each item of the training. */
  private int[] rows(List<String> skus) {
    Map<String, Integer> known = new HashMap<>();
    for (int row = 0; row < skus.size(); row++) {
      known.put(skus.get(row), row);
    }
    int[] rows = new int[orders.vocabulary().size()];
    Arrays.setAll(rows, item -> known.getOrDefault(orders.vocabulary().get(item), UNKNOWN));
    return rows;
  }

  private int rank(ServedModel model, FusedScores scores, int[] rows, int number, boolean deep) {
    int order = held[number];
    EventBatch events = orders.events();
    int right = rows[events.items()[takenOut[number]]];
    int from = events.sequences().offsets()[order];
    int start = from + orders.starts()[order];
    int end = events.sequences().offsets()[order + 1];
    int[] cart = new int[end - start - 1];
    for (int event = start, size = 0; event < end; event++) {
      if (event != takenOut[number]) {
        cart[size++] = rows[events.items()[event]];
      }
    }
    boolean[] seen = new boolean[model.rows()];
    for (int row : cart) {
      if (row >= 0) {
        seen[row] = true;
      }
    }
    if (right < 0 || !gather(model, scores, rows, order, cart, seen)) {
      return Integer.MAX_VALUE;
    }
    float[] state = deep ? state(model, rows, order, takenOut[number], seen) : new float[0];
    float own = deep ? scores.score(state, 0, right) : scores.countsScore(right);
    int rank = 1;
    for (int row = 0; row < model.rows(); row++) {
      float other = deep ? scores.score(state, 0, row) : scores.countsScore(row);
      rank += !seen[row] && row != right && other > own ? 1 : 0;
    }
    return rank;
  }

  /** Sums up what the neighbours say; false where the model knows nothing of the cart. */
  private boolean gather(
      ServedModel model, FusedScores scores, int[] rows, int order, int[] cart, boolean[] seen) {
    EventBatch events = orders.events();
    WideSeeds seeds = new WideSeeds();
    seeds.addCart(cart);
    int from = events.sequences().offsets()[order];
    for (int event = from + orders.starts()[order] - 1; event >= from; event--) {
      int row = rows[events.items()[event]];
      if (row >= 0 && !seen[row]) {
        seeds.addHistory(row, -(long) time(event));
      }
    }
    int[] sample =
        Arrays.stream(samples.of(orders.keys()[order], orders.basket(order)))
            .map(item -> rows[item])
            .filter(row -> row >= 0)
            .toArray();
    boolean counted =
        orders.times()[order] <= model.tables().until() && model.tables().counts().mayHold(sample);
    if (counted) {
      boolean[] own = new boolean[model.rows()];
      for (int row : sample) {
        own[row] = true;
      }
      scores.gatherLeavingOut(seeds, own);
    } else {
      scores.gather(seeds);
    }
    return seeds.size() > 0;
  }

  private float[] state(ServedModel model, int[] rows, int order, int takenOut, boolean[] seen) {
    EventBatch events = orders.events();
    int from = events.sequences().offsets()[order];
    int start = from + orders.starts()[order];
    int end = events.sequences().offsets()[order + 1];
    int most = model.composer().spec().maxEvents();
    EventPack pack = new EventPack();
    int room = most;
    int first = end;
    while (first > from && room > 0) {
      first--;
      room -= read(rows, first, start, takenOut, seen) ? 1 : 0;
    }
    for (int event = first; event < end; event++) {
      if (read(rows, event, start, takenOut, seen)) {
        int row = rows[events.items()[event]];
        pack.add(
            row,
            category(model, event),
            events.prices()[event],
            events.types()[event],
            time(event));
      }
    }
    pack.endSequence();
    float[] state = new float[model.width()];
    model.composer().encode(pack.batch(), Rows.of(state, model.width()));
    return state;
  }

  /** What lies in the cart is read there, and not in the history. */
  private boolean read(int[] rows, int event, int start, int takenOut, boolean[] seen) {
    int row = rows[orders.events().items()[event]];
    return row >= 0 && event != takenOut && (event >= start || !seen[row]);
  }

  /** The model's number of an event's category. */
  private int category(ServedModel model, int event) {
    int category = orders.events().categories()[event];
    return category < 0 || orders.categories().isEmpty()
        ? -1
        : model.categories().of(orders.categories().get(category));
  }

  private int time(int event) {
    int[] times = orders.events().sequences().times();
    return times == null ? 0 : times[event];
  }
}
