package io.pannier.laboratory.simulator;

import io.pannier.laboratory.orders.RetailRow;
import io.pannier.laboratory.simulator.PairCounts.Pair;
import io.pannier.spi.EventType;
import io.pannier.spi.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A simulated shop fitted to an order file: its catalogue, who comes how often, how large their
 * baskets are, what is bought again, and what is bought together are the file's. Tastes, price
 * sensitivity, attention and patience are invented, since no order file shows them.
 *
 * <p>The repeat probability, how often companions join and the popularity of {@link BasketModel}
 * are set by simulating the file's orders, comparing, and correcting, some rounds long; the report
 * compares the file with a simulation by another seed.
 */
public final class FittedShop {
  private static final Logger LOG = LoggerFactory.getLogger(FittedShop.class);
  private static final int ROUNDS = 10;
  private static final int TOP_PAIRS = 1_000;
  private static final int UNKNOWN = 1_000_000;

  private final long seed;
  private final PastOrders orders;
  private final ShopTruth truth;
  private final BasketModel model;
  private final FitReport report;

  private FittedShop(
      long seed, PastOrders orders, ShopTruth truth, BasketModel model, FitReport report) {
    this.seed = seed;
    this.orders = orders;
    this.truth = truth;
    this.model = model;
    this.report = report;
  }

  /**
   * Fits a shop to the purchases of an Online Retail file.
   *
   * @param rows at least one
   */
  public static FittedShop fit(List<RetailRow> rows, long seed) {
    PastOrders orders = PastOrders.of(rows, seed);
    int n = orders.products().size();
    PairCounts counts = new PairCounts(n, orders.baskets());
    List<Pair> pairs = counts.most(TOP_PAIRS);
    OrderFigures wanted =
        OrderFigures.of(orders.baskets(), orders.shoppers(), orders.paid(), pairs);
    int[] sales = sold(n, orders.baskets());
    Map<String, Integer> popularity = new HashMap<>();
    for (int p = 0; p < n; p++) {
      popularity.put(orders.products().get(p).sku(), counts.of(p));
    }
    ShopTruth truth = ShopTruth.over(seed, orders.products(), popularity, counts::affinity);
    BasketModel model = new BasketModel(truth, counts);
    for (int round = 0; round < ROUNDS; round++) {
      int[][] baskets = simulate(seed, 20 + round, orders, model);
      OrderFigures now = figures(seed, orders, baskets, pairs);
      LOG.debug(
          "round {}: repeats {} give the repeat rate {}, mean log lift {}",
          round,
          model.repeats(),
          now.repeatRate(),
          now.meanLogLift());
      double repeats = model.repeats() * wanted.repeatRate() / Math.max(1e-3, now.repeatRate());
      model.repeats(Math.clamp(repeats, 0.001, 0.95));
      for (int k = 0; k < pairs.size(); k++) {
        double lacks = wanted.logLifts()[k] - now.logLifts()[k];
        model.strengthen(pairs.get(k).first(), pairs.get(k).second(), StrictMath.exp(0.8 * lacks));
      }
      model.reweigh(sales, sold(n, baskets));
    }
    OrderFigures fresh = figures(seed, orders, simulate(seed, 9, orders, model), pairs);
    return new FittedShop(seed, orders, truth, model, FitReport.of(wanted, fresh));
  }

  private static int[] sold(int products, int[][] baskets) {
    int[] sold = new int[products];
    for (int[] basket : baskets) {
      for (int product : basket) {
        sold[product]++;
      }
    }
    return sold;
  }

  /** The file's orders once more: the same shoppers in the same order, with other baskets. */
  private static int[][] simulate(long seed, int purpose, PastOrders orders, BasketModel model) {
    SplittableRandom random = Draws.stream(seed, purpose, 0);
    Map<Integer, int[]> sizes = orders.sizes();
    Map<Integer, int[]> bought = new HashMap<>();
    Map<Integer, Integer> counts = new HashMap<>();
    int[][] baskets = new int[orders.baskets().length][];
    for (int b = 0; b < baskets.length; b++) {
      int number = orders.shoppers()[b];
      int[] own = sizes.getOrDefault(number, new int[] {1});
      int size = own[random.nextInt(own.length)];
      int[] earlier = number < 0 ? new int[0] : bought.getOrDefault(number, new int[0]);
      int count = number < 0 ? 0 : counts.getOrDefault(number, 0);
      SimulatedShopper shopper = SimulatedShopper.of(seed, number < 0 ? UNKNOWN + b : number);
      baskets[b] = model.draw(shopper, size, earlier, count, random);
      if (number >= 0) {
        int[] grown = Arrays.copyOf(earlier, Math.max(earlier.length, count + baskets[b].length));
        System.arraycopy(baskets[b], 0, grown, count, baskets[b].length);
        bought.put(number, grown);
        counts.put(number, count + baskets[b].length);
      }
    }
    return baskets;
  }

  /** A product is paid as one of the file's orders of it paid. */
  private static OrderFigures figures(
      long seed, PastOrders orders, int[][] baskets, List<Pair> pairs) {
    SplittableRandom random = Draws.stream(seed, 10, 0);
    long[][] pricesPaid = orders.pricesPaid();
    int lines = Arrays.stream(baskets).mapToInt(basket -> basket.length).sum();
    long[] paid = new long[lines];
    int at = 0;
    for (int[] basket : baskets) {
      for (int product : basket) {
        paid[at++] = pricesPaid[product][random.nextInt(pricesPaid[product].length)];
      }
    }
    return OrderFigures.of(baskets, orders.shoppers(), paid, pairs);
  }

  /** How well the shop matches its file. */
  public FitReport report() {
    return report;
  }

  public ShopTruth truth() {
    return truth;
  }

  /**
   * The orders of the file as a learner sees them, one order a list: products by their places in
   * the catalogue, times in seconds from 0 in the order of the file.
   */
  public List<List<Observation>> history() {
    List<List<Observation>> history = new ArrayList<>();
    for (int b = 0; b < orders.baskets().length; b++) {
      List<Observation> order = new ArrayList<>();
      for (int product : orders.baskets()[b]) {
        order.add(
            new Observation(
                EventType.PURCHASED,
                b * 1_000L,
                orders.shoppers()[b] + 1L,
                product,
                1,
                orders.products().get(product).price(),
                "order-" + b,
                Double.NaN,
                Double.NaN));
      }
      history.add(order);
    }
    return history;
  }

  /** The seed by which its shoppers are drawn. */
  long seed() {
    return seed;
  }

  /** The shopper of an order of the file, drawn: who orders often comes often. */
  int shopper(SplittableRandom random) {
    int order = random.nextInt(orders.shoppers().length);
    int number = orders.shoppers()[order];
    return number < 0 ? UNKNOWN + order : number;
  }

  /** What a shopper comes for on one visit, as places in the catalogue. */
  int[] visit(int shopper, int most, SplittableRandom random) {
    int[] earlier = new int[0];
    int size = orders.baskets()[random.nextInt(orders.baskets().length)].length;
    // One earlier order of the shopper is enough to repeat from.
    int start = random.nextInt(orders.shoppers().length);
    for (int k = 0; k < orders.shoppers().length && shopper < UNKNOWN; k++) {
      int order = (start + k) % orders.shoppers().length;
      if (orders.shoppers()[order] == shopper) {
        earlier = orders.baskets()[order];
        size = earlier.length;
        break;
      }
    }
    return model.draw(
        SimulatedShopper.of(seed, shopper), Math.min(size, most), earlier, earlier.length, random);
  }
}
