package io.pannier.plugins.transformer;

import io.pannier.kernels.api.ItemTexts;
import io.pannier.kernels.api.OrderSample;
import io.pannier.kernels.api.TrainingOrders;
import io.pannier.spi.Catalogue;
import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import io.pannier.spi.Product;
import io.pannier.spi.ProductVectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes orders to learn from out of observations: each order after the events of its shopper that
 * were earlier, and written down as the cart that it was. What the shopper did with the order's own
 * products on the same day belongs to the purchase and would give it away, so it is left out.
 */
final class OrderCollector {
  private static final long DAY = 86_400_000;
  private static final long MILLIS = 1_000;

  private record Event(long time, int item, int price, EventType type, String order) {}

  private record Order(long time, long shopper, String key, List<Event> lines) {}

  private final int mostEvents;
  private final Map<String, Order> orders = new LinkedHashMap<>();
  private final Map<Long, List<Event>> histories = new HashMap<>();
  private final Map<Integer, Integer> rows = new HashMap<>();
  private final List<String> skus = new ArrayList<>();
  private final List<Set<String>> words = new ArrayList<>();
  private final List<Integer> categoryOf = new ArrayList<>();
  private final Categories categories = new Categories();
  private final List<Integer> items = new ArrayList<>();
  private final Catalogue catalogue;
  private final ProductVectors texts;

  /**
   * @param texts of the products of the catalogue
   */
  OrderCollector(int mostEvents, Catalogue catalogue, ProductVectors texts) {
    this.mostEvents = mostEvents;
    this.catalogue = catalogue;
    this.texts = texts;
  }

  void add(Observation seen) {
    int row = EventIds.read(seen.type()) ? row(seen.item()) : -1;
    if (row < 0) {
      return;
    }
    boolean purchase = seen.type() == EventType.PURCHASED;
    String key = purchase ? key(seen) : "";
    Event event = new Event(seen.time(), row, EventIds.price(seen.price()), seen.type(), key);
    if (purchase) {
      orders
          .computeIfAbsent(key, _ -> new Order(seen.time(), seen.shopper(), key, new ArrayList<>()))
          .lines()
          .add(event);
    }
    if (seen.shopper() != 0) {
      histories.computeIfAbsent(seen.shopper(), _ -> new ArrayList<>()).add(event);
    }
  }

  /** The row of an item, which gets one when it is first seen; −1 where nobody names it. */
  private int row(int item) {
    Integer known = rows.get(item);
    if (known != null) {
      return known;
    }
    Product product = catalogue.product(item);
    if (product == null) {
      return -1;
    }
    rows.put(item, skus.size());
    items.add(item);
    skus.add(product.sku());
    words.add(Titles.words(product));
    categoryOf.add(categories.add(product.category()));
    return skus.size() - 1;
  }

  /** A line without an order id belongs with those of its shopper in the same second. */
  private static String key(Observation line) {
    String order = line.order();
    return order != null ? "o" + order : "s" + line.shopper() + "/" + line.time() / 1_000;
  }

  TrainingOrders orders() {
    histories.values().forEach(events -> events.sort(Comparator.comparingLong(Event::time)));
    List<Order> sorted = new ArrayList<>(orders.values());
    sorted.sort(Comparator.comparingLong(Order::time));
    EventPack pack = new EventPack();
    int[] starts = new int[sorted.size()];
    long[] keys = new long[starts.length];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = write(sorted.get(i), pack);
      keys[i] = OrderSample.hash(sorted.get(i).key());
    }
    Titles titles = new Titles(words);
    return new TrainingOrders(
        pack.copy(),
        starts,
        keys,
        sorted.stream().mapToLong(order -> order.time() / MILLIS).toArray(),
        skus,
        titles.likeness(),
        titles.bags(),
        categories.paths(),
        texts());
  }

  /** What the language model makes of the products; none where it has read none of them. */
  private ItemTexts texts() {
    int dimension = texts.dimension();
    float[] vectors = new float[Math.multiplyExact(dimension, items.size())];
    float[] vector = new float[dimension];
    int found = 0;
    for (int row = 0; row < items.size() && dimension > 0; row++) {
      if (texts.vector(items.get(row), vector)) {
        System.arraycopy(vector, 0, vectors, row * dimension, dimension);
        found++;
      }
    }
    return found == 0 ? ItemTexts.NONE : new ItemTexts(texts.model(), dimension, vectors);
  }

  private int write(Order order, EventPack pack) {
    Map<Integer, Event> lines = new LinkedHashMap<>();
    order.lines().forEach(line -> lines.putIfAbsent(line.item(), line));
    int before = 0;
    for (Event event : history(order, lines.keySet())) {
      int age = EventIds.seconds(event.time(), order.time());
      pack.add(
          event.item(), categoryOf.get(event.item()), event.price(), event.type().ordinal(), age);
      before++;
    }
    for (Event line : lines.values()) {
      pack.add(
          line.item(),
          categoryOf.get(line.item()),
          line.price(),
          EventType.CART_ADDED.ordinal(),
          0);
    }
    pack.endSequence();
    return before;
  }

  private List<Event> history(Order order, Set<Integer> bought) {
    List<Event> all = histories.getOrDefault(order.shopper(), List.of());
    Set<Integer> own = new HashSet<>(bought);
    List<Event> newest = new ArrayList<>();
    for (int i = all.size() - 1; i >= 0 && newest.size() < mostEvents; i--) {
      Event event = all.get(i);
      boolean ofThisPurchase = own.contains(event.item()) && event.time() > order.time() - DAY;
      if (event.time() < order.time() && !event.order().equals(order.key()) && !ofThisPurchase) {
        newest.add(event);
      }
    }
    return newest.reversed();
  }
}
