package io.pannier.laboratory.simulator;

import io.pannier.laboratory.orders.Batch;
import io.pannier.laboratory.orders.BatchWriter;
import io.pannier.laboratory.orders.EventLine;
import io.pannier.laboratory.orders.OrderBatcher;
import io.pannier.laboratory.orders.OrderReport;
import io.pannier.laboratory.orders.OrderSource;
import io.pannier.laboratory.orders.ProductLine;
import io.pannier.laboratory.orders.Tally;
import io.pannier.spi.EventType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The catalogue and the past of a simulated shop, made day by day while it is read. Visits are in
 * the order of their beginning, and ids are the same for the same configuration.
 */
public final class SimulatedHistory implements OrderSource {
  public static final String FORMAT = "simulated";
  public static final String CURRENCY = "EUR";

  private static final long DAY = 86_400_000L;
  private static final int REMEMBERED = 12;
  private static final double ANONYMOUS = 0.1;

  private final SimulatorConfig config;
  private final ShopTruth truth;
  private final BatchWriter writer = new BatchWriter(CURRENCY);
  private final OrderBatcher batcher;
  private final Tally tally = new Tally();
  private final int[][] bought;
  private final int[] boughtCount;
  private int nextProduct;
  private int day;
  private long orders;
  private boolean finished;

  public SimulatedHistory(SimulatorConfig config) {
    this(config, ShopTruth.simulated(config.seed(), config.products()));
  }

  /** Uses a truth that the caller keeps to ask it. */
  public SimulatedHistory(SimulatorConfig config, ShopTruth truth) {
    this.config = config;
    this.truth = truth;
    this.batcher = new OrderBatcher(config.batchSize());
    this.bought = new int[config.shoppers()][REMEMBERED];
    this.boughtCount = new int[config.shoppers()];
  }

  public ShopTruth truth() {
    return truth;
  }

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public Optional<Batch> next() {
    List<ProductLine> products = truth.products();
    if (nextProduct < products.size()) {
      int end = Math.min(products.size(), nextProduct + config.batchSize());
      Batch batch = writer.products(products.subList(nextProduct, end));
      nextProduct = end;
      tally.products(batch.size());
      return Optional.of(batch);
    }
    List<EventLine> full = batcher.poll();
    while (full == null && !finished) {
      if (day == config.days()) {
        batcher.finish();
        finished = true;
      } else {
        playDay(day++);
      }
      full = batcher.poll();
    }
    if (full == null) {
      return Optional.empty();
    }
    tally.events(full.size());
    return Optional.of(writer.events(full));
  }

  /** One visit that will take place. */
  private record Planned(int shopper, long start) {}

  private void playDay(int index) {
    SplittableRandom random = Draws.stream(config.seed(), 7, index);
    long midnight = (config.lastDay().toEpochDay() - config.days() + 1 + index) * DAY;
    List<Planned> planned = new ArrayList<>();
    for (int s = 0; s < config.shoppers(); s++) {
      SimulatedShopper shopper = SimulatedShopper.of(config.seed(), s);
      int visits = Draws.poisson(random, config.visitsPerDay() * shopper.activity());
      for (int visit = 0; visit < visits; visit++) {
        planned.add(new Planned(s, midnight + (long) (hour(random) / 24 * DAY)));
      }
    }
    planned.sort(Comparator.comparingLong(Planned::start).thenComparingInt(Planned::shopper));
    for (int i = 0; i < planned.size(); i++) {
      visit(planned.get(i), "d" + index + "-" + i, random);
    }
  }

  /** Shops are busiest in the evening; visits end before midnight. */
  private static double hour(SplittableRandom random) {
    return Math.min(22.5, Math.max(6, 17 + 4 * Draws.normal(random)));
  }

  private void visit(Planned planned, String session, SplittableRandom random) {
    int number = planned.shopper();
    SimulatedShopper shopper = SimulatedShopper.of(config.seed(), number);
    Visit visit = new Visit(truth, shopper, random);
    visit.play(bought[number], Math.min(boughtCount[number], REMEMBERED));
    String name = random.nextDouble() < ANONYMOUS ? "" : shopper.name();
    Emission emission = new Emission(name, session, planned.start());
    visit.viewed().forEach(product -> emission.add(EventType.PRODUCT_VIEWED, product, 0, "", 20));
    visit
        .basket()
        .forEach((product, units) -> emission.add(EventType.CART_ADDED, product, units, "", 15));
    if (visit.bought()) {
      String order = "o" + orders++;
      emission.time += 60_000;
      visit
          .basket()
          .forEach(
              (product, units) -> {
                emission.add(EventType.PURCHASED, product, units, order, 0);
                bought[number][boughtCount[number]++ % REMEMBERED] = product;
              });
    } else {
      visit
          .basket()
          .keySet()
          .forEach(product -> emission.add(EventType.CART_REMOVED, product, 1, "", 5));
    }
  }

  @Override
  public double progress() {
    return finished ? 1 : (double) day / config.days();
  }

  @Override
  public OrderReport report() {
    return tally.report();
  }

  @Override
  public void close() {
    finished = true;
  }

  /** Writes one visit's events down. */
  private final class Emission {
    private final String shopper;
    private final String session;
    private long time;
    private int count;

    Emission(String shopper, String session, long start) {
      this.shopper = shopper;
      this.session = session;
      this.time = start;
    }

    void add(EventType type, int product, int units, String order, int secondsLater) {
      time += secondsLater * 1_000L;
      tally.row();
      tally.event(order, shopper, time);
      ProductLine line = truth.products().get(product);
      batcher.add(
          new EventLine(
              session + "-" + count++,
              type,
              time,
              shopper,
              session,
              line.sku(),
              units,
              type == EventType.PURCHASED ? line.price() : -1,
              order));
    }
  }
}
