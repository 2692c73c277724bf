package io.pannier.learning;

import io.pannier.kernels.api.TrainingOrders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects draws into a batch: the padded events, and where which item must be named. */
final class BatchDraw {
  private final TrainingOrders orders;
  private final OrderDraw draw;
  private final List<Drawn> drawn = new ArrayList<>();
  private int longest;

  /**
   * One sequence.
   *
   * @param order that it was drawn from
   * @param events where its events stand among the orders' events
   * @param targets the item to name after each, −1 for none
   * @param unread items of the cart for which the sequence has no room
   */
  record Drawn(int order, int[] events, int[] targets, int[] unread) {}

  BatchDraw(TrainingOrders orders, OrderDraw draw) {
    this.orders = orders;
    this.draw = draw;
  }

  /** Takes over what was drawn last. */
  void add() {
    int size = draw.size();
    int[] events = new int[size];
    int[] targets = new int[size];
    for (int t = 0; t < size; t++) {
      events[t] = draw.event(t);
      targets[t] = draw.target(t);
    }
    drawn.add(new Drawn(draw.order(), events, targets, draw.unread()));
    longest = Math.max(longest, size);
  }

  List<Drawn> drawn() {
    return drawn;
  }

  PaddedBatch batch() {
    PaddedBatch batch = new PaddedBatch(drawn.size(), longest);
    for (int s = 0; s < drawn.size(); s++) {
      int[] events = drawn.get(s).events();
      for (int t = 0; t < events.length; t++) {
        batch.set(s, t, orders.events(), events[t]);
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
    int[] found = new int[drawn.size() * longest];
    int count = 0;
    for (int s = 0; s < drawn.size(); s++) {
      int[] named = drawn.get(s).targets();
      for (int t = 0; t < named.length; t++) {
        if (named[t] >= 0) {
          found[count++] = places ? s * longest + t : named[t];
        }
      }
    }
    return Arrays.copyOf(found, count);
  }
}
