package io.pannier.spitestkit;

import io.pannier.spi.Catalogue;
import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import io.pannier.spi.Product;
import io.pannier.spi.ProductStatistics;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ShopperHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes catalogues, events and questions that belong together. Items 2k and 2k + 1 are complements:
 * most orders that hold the one hold the other. Among the products are some without stock, some
 * withdrawn, and some ordinals without any product.
 */
public final class ShopGenerator {
  /** The time of the newest event. */
  public static final Instant END = Instant.parse("2026-03-01T12:00:00Z");

  private static final long SPAN = Duration.ofDays(20).toMillis();

  private final SplittableRandom random;

  public ShopGenerator(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A catalogue of {@code size} ordinals, of which about nine in ten can be offered. */
  public FakeCatalogue catalogue(int size) {
    List<Product> products = new ArrayList<>();
    for (int item = 0; item < size; item++) {
      if (item % 29 != 28) {
        products.add(product(item));
      }
    }
    return FakeCatalogue.of(products, size);
  }

  /**
   * Events in order of time: {@code orders} orders with the views and cart changes that led to
   * them, and outcomes of offers, of which some were explored.
   */
  public List<Observation> observations(Catalogue catalogue, int orders) {
    List<Observation> observations = new ArrayList<>();
    long step = Math.max(1, SPAN / Math.max(1, orders));
    long start = END.toEpochMilli() - step * orders;
    for (int order = 0; order < orders; order++) {
      long time = start + order * step;
      long shopper = 1L + random.nextInt(Math.max(1, orders / 4));
      for (int item : basket(catalogue)) {
        observations.add(event(EventType.PRODUCT_VIEWED, time, shopper, item, catalogue));
        observations.add(event(EventType.CART_ADDED, time + 1, shopper, item, catalogue));
        observations.add(purchase(time + 2, shopper, item, "order-" + order, catalogue));
      }
      if (order % 5 == 0 && catalogue.size() > 0) {
        int item = random.nextInt(catalogue.size());
        observations.add(event(EventType.CART_REMOVED, time + 3, shopper, item, catalogue));
        observations.add(outcome(EventType.OFFER_SHOWN, time + 3, shopper, item));
        observations.add(
            outcome(
                order % 2 == 0 ? EventType.OFFER_ACCEPTED : EventType.OFFER_DISMISSED,
                time + 4,
                shopper,
                item));
      }
    }
    observations.sort((one, other) -> Long.compare(one.time(), other.time()));
    return observations;
  }

  /** A question without candidates of its own. */
  public ScoringContext context(Catalogue catalogue, int cartSize, int historySize, int limit) {
    return context(catalogue, cartSize, historySize, limit, null);
  }

  /**
   * @param candidates if present, the only items to score
   */
  public ScoringContext context(
      Catalogue catalogue, int cartSize, int historySize, int limit, int @Nullable [] candidates) {
    int[] cart = distinct(cartSize, catalogue.size());
    int[] quantities = new int[cart.length];
    for (int i = 0; i < cart.length; i++) {
      quantities[i] = 1 + random.nextInt(3);
    }
    return new ScoringContext(
        catalogue,
        "cart",
        cart,
        quantities,
        history(catalogue, historySize),
        END.toEpochMilli(),
        candidates,
        limit,
        eventWeights(),
        Map.of());
  }

  /** A shopper's events of the last days, oldest first. */
  public ShopperHistory history(Catalogue catalogue, int size) {
    if (size == 0 || catalogue.size() == 0) {
      return ShopperHistory.EMPTY;
    }
    int[] items = new int[size];
    byte[] types = new byte[size];
    long[] times = new long[size];
    float[] counts = new float[EventType.count()];
    long time = END.toEpochMilli() - size * 60_000L;
    for (int i = 0; i < size; i++) {
      EventType type = EventType.of(random.nextInt(EventType.PURCHASED.ordinal() + 1));
      items[i] = random.nextInt(catalogue.size());
      types[i] = (byte) type.ordinal();
      times[i] = time + i * 60_000L;
      counts[type.ordinal()]++;
    }
    return new ShopperHistory(
        items, types, times, counts, 1 + size / 4, 1_000L * size, times[size - 1]);
  }

  /** Weights as a placement sets them: feedback against a product counts against it. */
  public static float[] eventWeights() {
    float[] weights = new float[EventType.count()];
    weights[EventType.PRODUCT_VIEWED.ordinal()] = 0.05f;
    weights[EventType.PRODUCT_CLICKED.ordinal()] = 0.1f;
    weights[EventType.CART_ADDED.ordinal()] = 0.4f;
    weights[EventType.CART_REMOVED.ordinal()] = -0.3f;
    weights[EventType.PURCHASED.ordinal()] = 1;
    weights[EventType.OFFER_ACCEPTED.ordinal()] = 0.5f;
    weights[EventType.OFFER_DISMISSED.ordinal()] = -0.2f;
    return weights;
  }

  /** {@code count} different ordinals below {@code bound}, fewer where there are fewer. */
  public int[] distinct(int count, int bound) {
    int wanted = Math.min(count, bound);
    int[] all = new int[bound];
    for (int i = 0; i < bound; i++) {
      all[i] = i;
    }
    int[] picked = new int[wanted];
    for (int i = 0; i < wanted; i++) {
      int other = i + random.nextInt(bound - i);
      picked[i] = all[other];
      all[other] = all[i];
    }
    return picked;
  }

  private Product product(int item) {
    long price = 100L + random.nextInt(20_000);
    float[] counts = new float[EventType.count()];
    counts[EventType.PRODUCT_VIEWED.ordinal()] = random.nextInt(500);
    counts[EventType.CART_ADDED.ordinal()] = random.nextInt(60);
    counts[EventType.PURCHASED.ordinal()] = random.nextInt(40);
    return new Product(
        item,
        "SKU-" + item,
        "Product " + item,
        "Shop > Category " + item % 7,
        "Brand " + item % 5,
        "GBP",
        price,
        price * (40 + random.nextInt(40)) / 100,
        item % 23 == 22 ? 0 : 1 + random.nextInt(50),
        item % 31 != 30,
        List.of(),
        Map.of(),
        List.of(),
        new ProductStatistics(counts, END.toEpochMilli()));
  }

  private int[] basket(Catalogue catalogue) {
    int pairs = (catalogue.size() + 1) / 2;
    if (pairs == 0) {
      return new int[0];
    }
    // The minimum of two draws makes low ordinals popular, as in a real shop.
    int pair = Math.min(random.nextInt(pairs), random.nextInt(pairs));
    int first = pair * 2;
    List<Integer> items = new ArrayList<>();
    items.add(first);
    if (random.nextInt(10) < 8 && first + 1 < catalogue.size()) {
      items.add(first + 1);
    }
    int other = random.nextInt(catalogue.size());
    if (!items.contains(other)) {
      items.add(other);
    }
    return items.stream().mapToInt(Integer::intValue).toArray();
  }

  private Observation event(
      EventType type, long time, long shopper, int item, Catalogue catalogue) {
    return new Observation(
        type, time, shopper, item, 1, price(catalogue, item), null, Double.NaN, Double.NaN);
  }

  private Observation purchase(
      long time, long shopper, int item, String order, Catalogue catalogue) {
    return new Observation(
        EventType.PURCHASED,
        time,
        shopper,
        item,
        1 + random.nextInt(2),
        price(catalogue, item),
        order,
        Double.NaN,
        Double.NaN);
  }

  private Observation outcome(EventType type, long time, long shopper, int item) {
    double propensity = random.nextBoolean() ? 0.05 + 0.9 * random.nextDouble() : Double.NaN;
    return new Observation(type, time, shopper, item, 1, -1, null, Double.NaN, propensity);
  }

  private static long price(Catalogue catalogue, int item) {
    Product product = catalogue.product(item);
    return product == null ? -1 : product.price();
  }
}
