package io.pannier.learning;

import io.pannier.kernels.api.TrainingOrders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects draws into a batch: the padded events, and where which item must be named. */
final class BatchDraw {
  private final TrainingOrders orders;
  private final OrderDraw draw;
  private final List<int[]> events = new ArrayList<>();
  private final List<int[]> targets = new ArrayList<>();
  private int longest;

  BatchDraw(TrainingOrders orders, OrderDraw draw) {
    this.orders = orders;
    this.draw = draw;
  }

  /** Takes over what was drawn last. */
  void add() {
    int size = draw.size();
    int[] drawn = new int[size];
    int[] named = new int[size];
    for (int t = 0; t < size; t++) {
      drawn[t] = draw.event(t);
      named[t] = draw.target(t);
    }
    events.add(drawn);
    targets.add(named);
    longest = Math.max(longest, size);
  }

  int size() {
    return events.size();
  }

  PaddedBatch batch() {
    PaddedBatch batch = new PaddedBatch(events.size(), longest);
    for (int s = 0; s < events.size(); s++) {
      int[] drawn = events.get(s);
      for (int t = 0; t < drawn.length; t++) {
        batch.set(s, t, orders.events(), drawn[t]);
      }
    }
    return batch;
  }

  /** Places in the padded batch, row-major, at which an item must be named. */
  int[] positions() {
    return collect(true);
  }

  /** The items to name there. */
  int[] targets() {
    return collect(false);
  }

  private int[] collect(boolean places) {
    int[] found = new int[events.size() * longest];
    int count = 0;
    for (int s = 0; s < events.size(); s++) {
      int[] named = targets.get(s);
      for (int t = 0; t < named.length; t++) {
        if (named[t] >= 0) {
          found[count++] = places ? s * longest + t : named[t];
        }
      }
    }
    return Arrays.copyOf(found, count);
  }
}
