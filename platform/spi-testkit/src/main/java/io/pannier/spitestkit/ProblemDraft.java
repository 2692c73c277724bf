package io.pannier.spitestkit;

import io.pannier.spi.BundleConstraints;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.ConversionModel;
import io.pannier.spi.Objective;
import java.util.Arrays;

/**
 * A bundling problem under construction. The arrays may be written to; {@link #build} hands out
 * copies.
 */
public final class ProblemDraft {
  public final int[] items;
  public final float[] relevance;
  public final long[] prices;
  public final long[] costs;
  public final int[] stocks;
  public final int[] categories;
  public final float[] relief;
  public final float[] cartLift;
  public final double[] weights = new double[Objective.count()];
  public ConversionModel model = ConversionModel.DEFAULT;
  public int limit = 3;

  private final float[] lift;
  private final long[] incompatible;
  private final long[] requires;
  private final int size;
  private long seed;
  private BundleConstraints constraints = ProblemGenerator.loose();

  /**
   * Candidates that cost 500, sell at 1000, have a stock of 10 and nothing to do with each other.
   */
  public ProblemDraft(int size, long seed) {
    this.size = size;
    this.seed = seed;
    items = new int[size];
    relevance = new float[size];
    prices = new long[size];
    costs = new long[size];
    stocks = new int[size];
    categories = new int[size];
    relief = new float[size];
    cartLift = new float[size];
    lift = new float[size * size];
    incompatible = new long[size * words()];
    requires = new long[size * words()];
    Arrays.setAll(items, i -> i);
    Arrays.fill(relevance, 1);
    Arrays.fill(prices, 1000);
    Arrays.fill(costs, 500);
    Arrays.fill(stocks, 10);
    Arrays.fill(categories, -1);
    Arrays.fill(weights, 1);
  }

  public ProblemDraft lift(int one, int other, float logLift) {
    lift[one * size + other] = logLift;
    lift[other * size + one] = logLift;
    return this;
  }

  public ProblemDraft incompatible(int one, int other) {
    set(incompatible, one, other);
    set(incompatible, other, one);
    return this;
  }

  /** A bundle that holds {@code one} must hold {@code other}. */
  public ProblemDraft requires(int one, int other) {
    set(requires, one, other);
    return this;
  }

  public ProblemDraft constraints(BundleConstraints changed) {
    constraints = changed;
    return this;
  }

  public ProblemDraft seed(long changed) {
    seed = changed;
    return this;
  }

  public BundlingProblem build() {
    return new BundlingProblem(
        items.clone(),
        relevance.clone(),
        prices.clone(),
        costs.clone(),
        stocks.clone(),
        categories.clone(),
        relief.clone(),
        lift.clone(),
        cartLift.clone(),
        incompatible.clone(),
        requires.clone(),
        weights.clone(),
        constraints,
        model,
        limit,
        seed);
  }

  private int words() {
    return (size + 63) / 64;
  }

  private void set(long[] rows, int one, int other) {
    rows[one * words() + (other >> 6)] |= 1L << other;
  }
}
