package io.pannier.learning;

import io.pannier.kernels.api.TrainingOrders;
import java.util.Random;

/**
 * Draws from an order what the model sees of it and what it must name: a few items are taken out,
 * the rest follows the shopper's earlier events, and every position of the order must name one of
 * the items that are not before it. Cloze in the sense of BERT4Rec (Sun et al., CIKM 2019), turned
 * to sets.
 *
 * <p>Of a large order a stretch of neighbouring lines is taken: what is bought together with
 * hundreds of other things says little.
 */
final class OrderDraw {
  private final TrainingOrders orders;
  private final int mostEvents;

  /** Share of draws that see no earlier events, so that shoppers never seen are served too. */
  private static final double COLD_SHARE = 0.5;

  /** Share of draws in which more than one item is taken out. */
  private static final double MANY_SHARE = 0.5;

  /** Positions of an order that must name an item, besides the last. */
  private static final int NAMING = 8;

  private int[] events = new int[16];
  private int[] targets = new int[16];
  private int[] unnamed = new int[16];
  private int size;

  OrderDraw(TrainingOrders orders, int mostEvents) {
    this.orders = orders;
    this.mostEvents = mostEvents;
  }

  /** Whether an order has an item to see and another to name. */
  boolean usable(int order) {
    return basket(order) >= 2;
  }

  private int basket(int order) {
    return orders.events().sequences().length(order) - orders.starts()[order];
  }

  /** Draws from an order that is {@link #usable}. */
  void draw(int order, Random random) {
    boolean cold = random.nextDouble() < COLD_SHARE;
    int basket = basket(order);
    int stretch = Math.min(basket, mostEvents + 1);
    int first =
        orders.events().sequences().offsets()[order]
            + orders.starts()[order]
            + random.nextInt(basket - stretch + 1);
    int hidden =
        random.nextDouble() < MANY_SHARE ? 1 + random.nextInt(Math.max(1, stretch / 2)) : 1;
    hidden = Math.min(hidden, stretch - 1);
    reset(mostEvents);
    int seen = stretch - hidden;
    if (!cold) {
      history(order, Math.min(orders.starts()[order], mostEvents - seen));
    }
    // Selection sampling: each set of that many items is as likely as another.
    int left = hidden;
    int taken = 0;
    for (int i = 0; i < stretch; i++) {
      if (random.nextInt(stretch - i) < left) {
        left--;
        unnamed[taken++] = item(first + i);
      } else {
        events[size++] = first + i;
      }
    }
    name(seen, taken, random);
  }

  /** The same item is taken out and the same rest is seen whenever it is asked with that seed. */
  void drawForValidation(int order, Random random) {
    int basket = basket(order);
    int start = orders.events().sequences().offsets()[order] + orders.starts()[order];
    int hidden = random.nextInt(basket);
    reset(mostEvents);
    int seen = Math.min(basket - 1, mostEvents);
    // The newest that fit, as a cart is read when it is served.
    for (int i = 0, skip = basket - 1 - seen; i < basket; i++) {
      if (i != hidden && skip-- <= 0) {
        events[size++] = start + i;
      }
    }
    for (int t = 0; t < size; t++) {
      targets[t] = -1;
    }
    targets[size - 1] = item(start + hidden);
  }

  private void reset(int most) {
    size = 0;
    if (events.length < most + 1) {
      events = new int[most + 1];
      targets = new int[most + 1];
      unnamed = new int[most + 1];
    }
  }

  private void history(int order, int most) {
    int offset = orders.events().sequences().offsets()[order];
    int start = orders.starts()[order];
    for (int i = start - most; i < start; i++) {
      targets[size] = -1;
      events[size++] = offset + i;
    }
  }

  /** From the last position backwards: what comes later in the order may be named too. */
  private void name(int seen, int taken, Random random) {
    int choices = taken;
    for (int t = size - 1; t >= size - seen; t--) {
      boolean asked = t == size - 1 || random.nextInt(seen) < NAMING;
      targets[t] = asked ? unnamed[random.nextInt(choices)] : -1;
      unnamed[choices++] = item(events[t]);
    }
  }

  private int item(int event) {
    return orders.events().items()[event];
  }

  /** Events that were drawn. */
  int size() {
    return size;
  }

  /** Where an event stands among the orders' events. */
  int event(int position) {
    return events[position];
  }

  /** The item that must be named after an event; −1 for none. */
  int target(int position) {
    return targets[position];
  }
}
