package io.pannier.laboratory.orders;

import io.pannier.laboratory.orders.OrderReport.BrokenRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts up to an {@link OrderReport} while a file is read. */
public final class Tally {
  private final Map<String, Long> skipped = new HashMap<>();
  private final List<BrokenRow> firstBroken = new ArrayList<>();
  private final Set<String> orders = new HashSet<>();
  private final Set<String> shoppers = new HashSet<>();
  private long rows;
  private long products;
  private long events;
  private long broken;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long shiftDays;

  public void row() {
    rows++;
  }

  public void products(int count) {
    products += count;
  }

  public void events(int count) {
    events += count;
  }

  /** Notes whose order an event belongs to and when it was; empty texts are unknown. */
  public void event(String order, String shopper, long time) {
    if (!order.isEmpty()) {
      orders.add(order);
    }
    if (!shopper.isEmpty()) {
      shoppers.add(shopper);
    }
    first = Math.min(first, time);
    last = Math.max(last, time);
  }

  public void skipped(String reason) {
    skipped.merge(reason, 1L, Long::sum);
  }

  public void broken(long line, String reason) {
    broken++;
    if (firstBroken.size() < OrderReport.SHOWN) {
      firstBroken.add(new BrokenRow(line, reason));
    }
  }

  public void shiftDays(long days) {
    shiftDays = days;
  }

  public OrderReport report() {
    boolean timed = first != Long.MAX_VALUE;
    return new OrderReport(
        rows,
        products,
        events,
        orders.size(),
        shoppers.size(),
        skipped,
        broken,
        firstBroken,
        timed ? Instant.ofEpochMilli(first) : null,
        timed ? Instant.ofEpochMilli(last) : null,
        shiftDays);
  }
}
