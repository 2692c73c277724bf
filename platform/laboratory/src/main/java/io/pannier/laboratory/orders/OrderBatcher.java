package io.pannier.laboratory.orders;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of events into lists of a given size at most, between orders wherever an order is
 * not itself longer: a learner that takes baskets in should see them whole.
 */
public final class OrderBatcher {
  private final int batchSize;
  private final ArrayDeque<List<EventLine>> ready = new ArrayDeque<>();
  private List<EventLine> current = new ArrayList<>();
  private int orderStart;

  public OrderBatcher(int batchSize) {
    this.batchSize = batchSize;
  }

  /** Takes the next event in. Events of one order follow each other. */
  public void add(EventLine event) {
    boolean sameOrder =
        !current.isEmpty()
            && !event.order().isEmpty()
            && current.getLast().order().equals(event.order());
    if (!sameOrder) {
      orderStart = current.size();
    }
    current.add(event);
    if (current.size() > batchSize) {
      int cut = orderStart > 0 ? orderStart : batchSize;
      List<EventLine> rest = new ArrayList<>(current.subList(cut, current.size()));
      ready.add(List.copyOf(current.subList(0, cut)));
      current = rest;
      orderStart = 0;
    }
  }

  /** Makes what is left the last list. */
  public void finish() {
    if (!current.isEmpty()) {
      ready.add(List.copyOf(current));
      current = new ArrayList<>();
      orderStart = 0;
    }
  }

  /** The next list, or null while none is full. */
  public @Nullable List<EventLine> poll() {
    return ready.poll();
  }
}
