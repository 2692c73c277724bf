package io.pannier.learning;

import io.pannier.kernels.api.TrainingOrders;
import java.util.Arrays;
import java.util.Random;

/**
 * Draws from an order what the model sees of it and what it must name: a few items are taken out,
 * the rest, in a random order, follows the shopper's earlier events, and positions of the order
 * must name one of the items that are not before them. Cloze in the sense of BERT4Rec (Sun et al.,
 * CIKM 2019), turned to sets: the order in which lines were written is no order of wanting.
 */
final class OrderDraw {
  private static final int[] NONE = {};

  /** Share of draws that see no earlier events, so that shoppers never seen are served too. */
  private static final double COLD_SHARE = 0.5;

  /** Share of draws in which more than one item is taken out. */
  private static final double MANY_SHARE = 0.3;

  /**
   * Positions of an order that must name an item, besides the last. Few: a model that names from
   * short carts mostly is worse for whole ones.
   */
  private static final double NAMING = 0.4;

  private final TrainingOrders orders;
  private final int mostEvents;

  private int[] events = new int[16];
  private int[] targets = new int[16];
  private int[] unread = NONE;
  private int order;
  private int size;

  OrderDraw(TrainingOrders orders, int mostEvents) {
    this.orders = orders;
    this.mostEvents = mostEvents;
  }

  /** Whether an order has an item to see and another to name. */
  boolean usable(int number) {
    return basket(number) >= 2;
  }

  private int basket(int number) {
    return orders.events().sequences().length(number) - orders.starts()[number];
  }

  private int start(int number) {
    return orders.events().sequences().offsets()[number] + orders.starts()[number];
  }

  /** Draws from an order that is {@link #usable}. */
  void draw(int number, Random random) {
    reset(number);
    int[] lines = shuffled(number, mostEvents + 1, random);
    int stretch = Math.min(lines.length, mostEvents + 1);
    int hidden =
        random.nextDouble() < MANY_SHARE ? 1 + random.nextInt(Math.max(1, stretch / 2)) : 1;
    int seen = stretch - Math.min(hidden, stretch - 1);
    if (random.nextDouble() >= COLD_SHARE) {
      history(Math.min(orders.starts()[number], mostEvents - seen));
    }
    int before = size;
    for (int i = 0; i < seen; i++) {
      targets[size] = -1;
      events[size++] = lines[i];
    }
    for (int i = 0; i < seen; i++) {
      // What comes later in the draw may be named too.
      if (i == seen - 1 || random.nextDouble() * seen < NAMING) {
        targets[before + i] = item(lines[i + 1 + random.nextInt(stretch - i - 1)]);
      }
    }
  }

  /**
   * Draws the whole order but for one item, as a cart is read when it is served.
   *
   * @param takenOut the event of that item
   */
  void drawWithout(int number, int takenOut) {
    reset(number);
    int basket = basket(number);
    int seen = Math.min(basket - 1, mostEvents);
    history(Math.min(orders.starts()[number], mostEvents - seen));
    int skip = basket - 1 - seen;
    unread = new int[skip];
    int skipped = 0;
    for (int i = start(number); i < start(number) + basket; i++) {
      if (i == takenOut) {
        continue;
      }
      if (skipped < skip) {
        unread[skipped++] = item(i);
      } else {
        targets[size] = -1;
        events[size++] = i;
      }
    }
    targets[size - 1] = item(takenOut);
  }

  /**
   * Events of an order that may be taken out, in a random order.
   *
   * @param most of them
   */
  int[] takeOut(int number, int most, Random random) {
    return Arrays.copyOf(shuffled(number, most, random), Math.min(most, basket(number)));
  }

  /** The lines of an order, the first ones of a shuffled deck (Fisher and Yates). */
  private int[] shuffled(int number, int most, Random random) {
    int[] lines = new int[basket(number)];
    Arrays.setAll(lines, i -> start(number) + i);
    for (int i = 0; i < Math.min(most, lines.length); i++) {
      int j = i + random.nextInt(lines.length - i);
      int swapped = lines[i];
      lines[i] = lines[j];
      lines[j] = swapped;
    }
    return lines;
  }

  private void reset(int number) {
    order = number;
    size = 0;
    unread = NONE;
    if (events.length < mostEvents + 1) {
      events = new int[mostEvents + 1];
      targets = new int[mostEvents + 1];
    }
  }

  private void history(int most) {
    for (int i = start(order) - most; i < start(order); i++) {
      targets[size] = -1;
      events[size++] = i;
    }
  }

  private int item(int event) {
    return orders.events().items()[event];
  }

  /** The order that was drawn from. */
  int order() {
    return order;
  }

  /** Items of the cart for which the sequence has no room. */
  int[] unread() {
    return unread;
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
