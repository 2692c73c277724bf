package io.pannier.app.bench;

import io.pannier.laboratory.orders.ProductLine;
import io.pannier.laboratory.simulator.FittedShop;
import io.pannier.laboratory.simulator.ShopState;
import io.pannier.pluginhost.StrategyInstance;
import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.ComplementarityModel;
import io.pannier.spi.ConversionModel;
import io.pannier.spi.EventType;
import io.pannier.spi.Objective;
import io.pannier.spi.Observation;
import io.pannier.spi.OnlineLearner;
import io.pannier.spi.ScoredCandidates;
import io.pannier.spi.ScoringContext;
import io.pannier.spi.ScoringStrategy;
import io.pannier.spi.ShopperHistory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** States what a shop knows as a bundling problem, by the scores and lifts of a hosted strategy. */
final class OfferProblems {
  /** One to three products, one unit of each, up to a fifth off. */
  private static final BundleConstraints CONSTRAINTS =
      new BundleConstraints(1, 3, 1, Long.MAX_VALUE, 0, 0.2, Integer.MAX_VALUE);

  private static final int CANDIDATES = 40;
  private static final int LIMIT = 3;
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final List<ProductLine> products;
  private final ShopCatalogue catalogue;
  private final StrategyInstance scorer;
  private final long now;

  /** Teaches the scorer the shop's history. */
  OfferProblems(FittedShop shop, StrategyInstance scorer) {
    List<List<Observation>> history = shop.history();
    this.products = shop.truth().products();
    this.catalogue = new ShopCatalogue(shop, history);
    this.scorer = scorer;
    this.now = history.size() * 1_000L;
    scorer
        .call(
            OnlineLearner.class,
            learner -> {
              history.forEach(learner::learn);
              return true;
            },
            System.nanoTime() + PATIENCE_NANOS)
        .join();
  }

  /**
   * @param seed by which the decision is known
   */
  BundlingProblem problem(ShopState state, long seed) {
    int[] cart = state.cart().stream().mapToInt(Integer::intValue).toArray();
    return scorer
        .call(
            ScoringStrategy.class,
            strategy -> problem(state, cart, strategy, seed),
            System.nanoTime() + PATIENCE_NANOS)
        .join();
  }

  private BundlingProblem problem(
      ShopState state, int[] cart, ScoringStrategy strategy, long seed) {
    int[] ones = new int[cart.length];
    Arrays.fill(ones, 1);
    float[] weights = new float[EventType.count()];
    weights[EventType.PURCHASED.ordinal()] = 1;
    ScoredCandidates scored =
        strategy
            .score(
                List.of(
                    new ScoringContext(
                        catalogue,
                        "cart",
                        cart,
                        ones,
                        ShopperHistory.EMPTY,
                        now,
                        null,
                        3 * CANDIDATES,
                        weights,
                        Map.of())))
            .getFirst();
    int[] items = new int[CANDIDATES];
    float[] scores = new float[CANDIDATES];
    int n = 0;
    for (int rank = 0; rank < scored.size() && n < CANDIDATES; rank++) {
      if (state.stock()[scored.item(rank)] > 0) {
        items[n] = scored.item(rank);
        scores[n++] = scored.score(rank);
      }
    }
    return problem(
        Arrays.copyOf(items, n), scores, cart, state, (ComplementarityModel) strategy, seed);
  }

  private BundlingProblem problem(
      int[] items,
      float[] scores,
      int[] cart,
      ShopState state,
      ComplementarityModel model,
      long seed) {
    int n = items.length;
    int all = n + cart.length;
    int[] together = Arrays.copyOf(items, all);
    System.arraycopy(cart, 0, together, n, cart.length);
    float[] lifts = new float[all * all];
    model.complementarity(together, lifts);
    float[] relevance = new float[n];
    float[] lift = new float[n * n];
    float[] cartLift = new float[n];
    long[] prices = new long[n];
    long[] costs = new long[n];
    int[] stocks = new int[n];
    int[] categories = new int[n];
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < n; i++) {
      ProductLine line = products.get(items[i]);
      relevance[i] = Math.clamp(scores[i] / Math.max(scores[0], Float.MIN_NORMAL), 1e-4f, 1f);
      prices[i] = line.price();
      costs[i] = line.cost();
      stocks[i] = state.stock()[items[i]];
      categories[i] = numbers.computeIfAbsent(line.category(), _ -> numbers.size());
      System.arraycopy(lifts, i * all, lift, i * n, n);
      for (int c = n; c < all; c++) {
        cartLift[i] += lifts[i * all + c] / cart.length;
      }
    }
    double[] weights = new double[Objective.count()];
    weights[Objective.MARGIN.ordinal()] = 1;
    int words = n * ((n + 63) / 64);
    return new BundlingProblem(
        items,
        relevance,
        prices,
        costs,
        stocks,
        categories,
        new float[n],
        lift,
        cartLift,
        new long[words],
        new long[words],
        weights,
        CONSTRAINTS,
        ConversionModel.DEFAULT,
        LIMIT,
        seed);
  }
}
