package io.pannier.learning;

import io.pannier.kernels.api.CoPurchases;
import io.pannier.kernels.api.Neighbours;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.kernels.api.WideSeeds;
import io.pannier.learning.BatchDraw.Drawn;
import java.util.Arrays;

/**
 * Sums up what the neighbours of a sequence say, position by position. For an order that is among
 * those counted the counts leave that order out, or a model would learn to trust them more than
 * they deserve.
 */
final class Neighbourhood {
  private static final float OUT_OF_QUESTION = -1e9f;

  private final TrainingOrders orders;
  private final CountedOrders counted;
  private final CoPurchases counts;
  private final Neighbours cosines;
  private final boolean[] own;
  private final boolean[] seen;
  private final float[] countSums;
  private final float[] likenessSums;

  Neighbourhood(TrainingOrders orders, CountedOrders counted, CoPurchases counts) {
    this.orders = orders;
    this.counted = counted;
    this.counts = counts;
    this.cosines = counts.squaredCosines();
    this.own = new boolean[counts.items()];
    this.seen = new boolean[counts.items()];
    this.countSums = new float[counts.items()];
    this.likenessSums = new float[counts.items()];
  }

  /**
   * @param leaveOut whether the orders of the batch are among those counted
   */
  WideInput read(BatchDraw batch, Columns columns, boolean leaveOut) {
    WideInput input = room(batch.targets().length, columns);
    int row = 0;
    for (Drawn drawn : batch.drawn()) {
      row = read(drawn, leaveOut, input, row);
    }
    return input;
  }

  /** What neighbours will say at so many positions. */
  WideInput room(int positions, Columns columns) {
    int cells = positions * columns.count();
    return new WideInput(columns, new float[cells], new float[cells], new float[cells]);
  }

  /**
   * Writes what the neighbours of some seeds say of all items, with an order left out of the
   * counts. Nothing is out of question.
   */
  void write(int order, WideSeeds seeds, WideInput input, int row, int right) {
    mark(own, counted.sample(order), true);
    for (int seed = 0; seed < seeds.size(); seed++) {
      add(seeds.item(seed), seeds.weight(seed), true);
    }
    write(input, row, right);
    mark(own, counted.sample(order), false);
    Arrays.fill(countSums, 0);
    Arrays.fill(likenessSums, 0);
  }

  private int read(Drawn drawn, boolean leaveOut, WideInput input, int firstRow) {
    int row = firstRow;
    int lines = begin(drawn, drawn.events().length, leaveOut);
    for (int item : drawn.unread()) {
      see(item, leaveOut);
    }
    for (int t = lines; t < drawn.events().length; t++) {
      see(item(drawn.events()[t]), leaveOut);
      if (drawn.targets()[t] >= 0) {
        write(input, row++, drawn.targets()[t]);
      }
    }
    end(drawn, leaveOut);
    return row;
  }

  /**
   * Begins a sequence: what was before its order is seen.
   *
   * @param until events of the sequence that are read
   * @return where the order's own events begin
   */
  int begin(Drawn drawn, int until, boolean leaveOut) {
    mark(own, leaveOut ? counted.sample(drawn.order()) : new int[0], true);
    int lines = firstLine(drawn);
    WideSeeds seeds = new WideSeeds();
    for (int t = lines - 1; t >= 0; t--) {
      int item = item(drawn.events()[t]);
      if (!inLines(drawn, lines, until, item)) {
        seeds.addHistory(item, -(long) time(drawn.events()[t]));
      }
    }
    for (int seed = 0; seed < seeds.size(); seed++) {
      add(seeds.item(seed), seeds.weight(seed), leaveOut);
    }
    return lines;
  }

  /** Forgets the sequence. */
  void end(Drawn drawn, boolean leaveOut) {
    mark(own, leaveOut ? counted.sample(drawn.order()) : new int[0], false);
    Arrays.fill(seen, false);
    Arrays.fill(countSums, 0);
    Arrays.fill(likenessSums, 0);
  }

  /** Whether an item is in the cart as far as it was seen. */
  boolean seen(int item) {
    return seen[item];
  }

  /** Sum of squared cosines of an item with what was seen. */
  float counts(int item) {
    return countSums[item];
  }

  /** Sum of squared likenesses. */
  float likeness(int item) {
    return likenessSums[item];
  }

  private int firstLine(Drawn drawn) {
    int order = drawn.order();
    int start = orders.events().sequences().offsets()[order] + orders.starts()[order];
    int t = 0;
    while (t < drawn.events().length && drawn.events()[t] < start) {
      t++;
    }
    return t;
  }

  private boolean inLines(Drawn drawn, int lines, int until, int item) {
    for (int t = lines; t < until; t++) {
      if (item(drawn.events()[t]) == item) {
        return true;
      }
    }
    for (int unread : drawn.unread()) {
      if (unread == item) {
        return true;
      }
    }
    return false;
  }

  /** Puts an item into the cart. */
  void see(int item, boolean leaveOut) {
    if (item >= 0 && !seen[item]) {
      seen[item] = true;
      add(item, 1, leaveOut);
    }
  }

  private void add(int item, float weight, boolean leaveOut) {
    if (leaveOut) {
      counts.addLeavingOut(item, own, weight, countSums);
    } else {
      cosines.add(item, weight, countSums);
    }
    orders.likeness().add(item, weight, likenessSums);
  }

  private void write(WideInput input, int row, int right) {
    Columns columns = input.items();
    int width = columns.count();
    for (int column = 0; column < width; column++) {
      int item = columns.item(column, right);
      int at = row * width + column;
      input.counts()[at] = countSums[item];
      input.likeness()[at] = likenessSums[item];
      boolean hit = column > 0 && columns.sampled() && item == right;
      if (seen[item] || hit) {
        input.offsets()[at] = OUT_OF_QUESTION;
      } else if (columns.sampled()) {
        input.offsets()[at] = -columns.logExpected()[item];
      }
    }
  }

  private static void mark(boolean[] marks, int[] items, boolean value) {
    for (int item : items) {
      marks[item] = value;
    }
  }

  private int item(int event) {
    return orders.events().items()[event];
  }

  private int time(int event) {
    int[] times = orders.events().sequences().times();
    return times == null ? 0 : times[event];
  }
}
