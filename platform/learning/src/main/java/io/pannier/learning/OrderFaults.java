package io.pannier.learning;

import io.pannier.kernels.api.TrainingOrders;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Looks for orders from which nothing can be learned, and for those that would make a model look
 * better than it is, since they give away what it must name.
 */
final class OrderFaults {
  private static final int LEAST_ORDERS = 20;

  /** Share of the orders with a copy from which on it is no chance. */
  private static final double COPIES = 0.5;

  /** Products of an order, and such orders, that are bought again by chance seldom enough. */
  private static final int LARGE = 5;

  private final TrainingOrders orders;

  OrderFaults(TrainingOrders orders) {
    this.orders = orders;
  }

  /**
   * @param usable numbers of the orders with two products or more, ascending
   * @throws PannierException DATA_INVALID where there are no orders, only one product, only one
   *     basket or too few orders; where a sequence gives its order away
   */
  void requireLessons(int[] usable) {
    if (orders.count() == 0) {
      throw invalid("there are no orders: nothing was purchased in what was given");
    }
    int[] bought =
        Arrays.stream(all())
            .flatMap(order -> Arrays.stream(orders.basket(order)))
            .distinct()
            .toArray();
    if (bought.length == 1) {
      throw invalid(
          "all "
              + orders.count()
              + " orders are of one product, "
              + name(bought[0])
              + ": there is nothing to tell it from");
    }
    if (usable.length < LEAST_ORDERS) {
      throw invalid(
          usable.length
              + " of "
              + orders.count()
              + " orders hold two products or more; at least "
              + LEAST_ORDERS
              + " are needed");
    }
    Set<Integer> first = products(usable[0]);
    if (Arrays.stream(usable).allMatch(order -> products(order).equals(first))) {
      throw invalid(
          "all "
              + usable.length
              + " orders with two products or more hold the same ones, "
              + first.stream().map(this::name).toList()
              + ": what is constant teaches nothing");
    }
    for (int order : usable) {
      requireOlderHistory(order);
    }
    requireOnce(usable);
  }

  private int[] all() {
    int[] all = new int[orders.count()];
    Arrays.setAll(all, order -> order);
    return all;
  }

  private void requireOlderHistory(int order) {
    int[] times = orders.events().sequences().times();
    if (times == null) {
      return;
    }
    Set<Integer> own = products(order);
    int from = orders.events().sequences().offsets()[order];
    int lines = from + orders.starts()[order];
    for (int event = from; event < lines; event++) {
      boolean younger = times[event] > times[lines];
      if (younger
          || (times[event] == times[lines] && own.contains(orders.events().items()[event]))) {
        throw invalid(
            "order "
                + order
                + " is given away by its shopper's history: "
                + name(orders.events().items()[event])
                + (younger
                    ? " is younger than the order"
                    : " of the order stands there at its time")
                + "; only what came before may be there");
      }
    }
  }

  /** The counts would hold the copy of an order that is to be learned. */
  private void requireOnce(int[] usable) {
    Map<Long, Map<Set<Integer>, Integer>> seen = new HashMap<>();
    for (int order : usable) {
      seen.computeIfAbsent(orders.times()[order], _ -> new HashMap<>())
          .merge(products(order), 1, Integer::sum);
    }
    // Where many orders share a time, it does not tell one from another.
    boolean coarse = seen.size() < usable.length / 3;
    int copies =
        seen.values().stream()
            .flatMap(baskets -> baskets.values().stream())
            .filter(count -> count > 1)
            .mapToInt(Integer::intValue)
            .sum();
    if (!coarse && copies >= COPIES * usable.length) {
      throw invalid(
          copies
              + " of "
              + usable.length
              + " orders hold the same products at the same time as another: they were recorded"
              + " more than once, and each gives its copy away; leave the copies out");
    }
  }

  /**
   * @param learned numbers of the orders that are learned
   * @param held numbers of those that are held out
   * @throws PannierException DATA_INVALID where those held out are copies of those learned
   */
  void requireUnseen(int[] learned, int[] held) {
    Set<Set<Integer>> known = new HashSet<>();
    for (int order : learned) {
      known.add(products(order));
    }
    int large = 0;
    int copies = 0;
    for (int order : held) {
      Set<Integer> products = products(order);
      if (products.size() >= LARGE) {
        large++;
        copies += known.contains(products) ? 1 : 0;
      }
    }
    if (large >= LARGE && copies >= COPIES * large) {
      throw invalid(
          copies
              + " of "
              + large
              + " orders held out with "
              + LARGE
              + " products or more are copies of older ones: they were learned and say nothing"
              + " about a model; leave the copies out");
    }
  }

  private Set<Integer> products(int order) {
    Set<Integer> products = new HashSet<>();
    for (int item : orders.basket(order)) {
      products.add(item);
    }
    return products;
  }

  private String name(int item) {
    return item < 0 || item >= orders.vocabulary().size() ? "?" : orders.vocabulary().get(item);
  }

  private static PannierException invalid(String what) {
    return new PannierException(StandardErrorCode.DATA_INVALID, what);
  }
}
