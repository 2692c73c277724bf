package io.pannier.spi;

/**
 * A bundling problem over n candidates: what may be combined, what it is worth, what is allowed.
 * Immutable; arrays are not copied. All candidate arrays have length n.
 *
 * <p>The constructor checks lengths and the ranges of the candidates' figures, so that no sum over
 * a bundle can overflow; it does not read the n² lifts and bits.
 */
public final class BundlingProblem {
  /** Highest price and cost: with it no sum over a bundle leaves the range of a long. */
  public static final long MAX_MONEY = 1_000_000_000_000L;

  private final int[] items;
  private final float[] relevance;
  private final long[] prices;
  private final long[] costs;
  private final int[] stocks;
  private final int[] categories;
  private final float[] relief;
  private final float[] lift;
  private final float[] cartLift;
  private final long[] incompatible;
  private final long[] requires;
  private final double[] weights;
  private final BundleConstraints constraints;
  private final ConversionModel model;
  private final int limit;
  private final long seed;
  private final BundlingContext context;
  private final BundleDemands demands;

  /**
   * @param items item ordinals, for reports only
   * @param relevance the scoring strategy's score over the best one's, in (0, 1]
   * @param prices unit list prices, minor units, 0 to {@link #MAX_MONEY}
   * @param costs unit costs, minor units, 0 to {@link #MAX_MONEY}
   * @param stocks units available, ≥ 1
   * @param categories small integers; equal means same category; -1 is a category of its own
   * @param relief overstock of each, 0 to 1
   * @param lift row-major (n, n): log co-purchase lift of each pair, symmetric, zero diagonal
   * @param cartLift sum of the log lifts with the items of the cart over the number of those items
   * @param incompatible n bit sets of {@code (n + 63) / 64} words: pairs that must not be combined,
   *     symmetric
   * @param requires as {@code incompatible}: row i holds what must be in the bundle if i is
   * @param weights by {@link Objective}, ≥ 0, at least one above 0
   * @param limit bundles wanted, ≥ 1
   * @param seed all chance of the search comes from it
   * @throws PannierException {@code PROBLEM_INVALID} if lengths disagree or a figure is out of
   *     range
   */
  public BundlingProblem(
      int[] items,
      float[] relevance,
      long[] prices,
      long[] costs,
      int[] stocks,
      int[] categories,
      float[] relief,
      float[] lift,
      float[] cartLift,
      long[] incompatible,
      long[] requires,
      double[] weights,
      BundleConstraints constraints,
      ConversionModel model,
      int limit,
      long seed) {
    this(
        items,
        relevance,
        prices,
        costs,
        stocks,
        categories,
        relief,
        lift,
        cartLift,
        incompatible,
        requires,
        weights,
        constraints,
        model,
        limit,
        seed,
        BundlingContext.NONE,
        BundleDemands.NONE);
  }

  private BundlingProblem(
      int[] items,
      float[] relevance,
      long[] prices,
      long[] costs,
      int[] stocks,
      int[] categories,
      float[] relief,
      float[] lift,
      float[] cartLift,
      long[] incompatible,
      long[] requires,
      double[] weights,
      BundleConstraints constraints,
      ConversionModel model,
      int limit,
      long seed,
      BundlingContext context,
      BundleDemands demands) {
    int n = items.length;
    int words = n * ((n + 63) / 64);
    boolean agree =
        relevance.length == n
            && prices.length == n
            && costs.length == n
            && stocks.length == n
            && categories.length == n
            && relief.length == n
            && lift.length == n * n
            && cartLift.length == n
            && incompatible.length == words
            && requires.length == words
            && weights.length == Objective.count()
            && demands.fit(n)
            && limit >= 1;
    if (!agree) {
      throw invalid("arrays differ in length, or limit is below 1");
    }
    for (int i = 0; i < n; i++) {
      if (!(relevance[i] >= 0 && relevance[i] <= Float.MAX_VALUE)) {
        throw invalid("relevance of candidate " + i + " is " + relevance[i] + "; expected 0 to 1");
      }
      if (prices[i] < 0 || prices[i] > MAX_MONEY || costs[i] < 0 || costs[i] > MAX_MONEY) {
        throw invalid("price or cost of candidate " + i + " is outside 0 to " + MAX_MONEY);
      }
      if (stocks[i] < 1) {
        throw invalid("stock of candidate " + i + " is " + stocks[i] + "; expected at least 1");
      }
      if (!(relief[i] >= 0 && relief[i] <= 1)) {
        throw invalid("relief of candidate " + i + " is " + relief[i] + "; expected 0 to 1");
      }
      if (!(Math.abs(cartLift[i]) <= Float.MAX_VALUE)) {
        throw invalid("cart lift of candidate " + i + " is " + cartLift[i]);
      }
    }
    double weightSum = 0;
    for (double weight : weights) {
      weightSum += weight >= 0 ? weight : Double.NaN;
    }
    if (!(weightSum > 0 && weightSum <= Double.MAX_VALUE)) {
      throw invalid("weights must be ≥ 0 and at least one above 0");
    }
    this.items = items;
    this.relevance = relevance;
    this.prices = prices;
    this.costs = costs;
    this.stocks = stocks;
    this.categories = categories;
    this.relief = relief;
    this.lift = lift;
    this.cartLift = cartLift;
    this.incompatible = incompatible;
    this.requires = requires;
    this.weights = weights;
    this.constraints = constraints;
    this.model = model;
    this.limit = limit;
    this.seed = seed;
    this.context = context;
    this.demands = demands;
  }

  /** Whether an item may be named as what carried one of a bundle: of the question, or of it. */
  public boolean mayCarry(ComposedBundle bundle, int item) {
    for (int candidate : bundle.candidates()) {
      if (item(candidate) == item) {
        return true;
      }
    }
    return context.holds(item);
  }

  /** The same problem with other chance, so that it is nobody's decision any more. */
  public BundlingProblem withSeed(long other) {
    return with(weights, constraints, model, limit, other, context, demands);
  }

  /** The same problem with the question behind it. */
  public BundlingProblem withContext(BundlingContext question) {
    return with(weights, constraints, model, limit, seed, question, demands);
  }

  /** The same candidates under other terms: what is worth how much, and what is allowed. */
  public BundlingProblem withTerms(
      double[] otherWeights, BundleConstraints allowed, ConversionModel converts, int wanted) {
    return with(otherWeights, allowed, converts, wanted, seed, context, demands);
  }

  /** The same problem where so many bundles are wanted. */
  public BundlingProblem withLimit(int wanted) {
    return with(weights, constraints, model, wanted, seed, context, demands);
  }

  /** The same problem where bundles must hold something else. */
  public BundlingProblem withDemands(BundleDemands others) {
    return with(weights, constraints, model, limit, seed, context, others);
  }

  private BundlingProblem with(
      double[] otherWeights,
      BundleConstraints allowed,
      ConversionModel converts,
      int wanted,
      long chance,
      BundlingContext question,
      BundleDemands demanded) {
    return new BundlingProblem(
        items,
        relevance,
        prices,
        costs,
        stocks,
        categories,
        relief,
        lift,
        cartLift,
        incompatible,
        requires,
        otherWeights,
        allowed,
        converts,
        wanted,
        chance,
        question,
        demanded);
  }

  /** Number of candidates, n. */
  public int size() {
    return items.length;
  }

  public int item(int candidate) {
    return items[candidate];
  }

  public float relevance(int candidate) {
    return relevance[candidate];
  }

  public long price(int candidate) {
    return prices[candidate];
  }

  public long cost(int candidate) {
    return costs[candidate];
  }

  public int stock(int candidate) {
    return stocks[candidate];
  }

  public int category(int candidate) {
    return categories[candidate];
  }

  public float relief(int candidate) {
    return relief[candidate];
  }

  public float lift(int one, int other) {
    return lift[one * items.length + other];
  }

  public float cartLift(int candidate) {
    return cartLift[candidate];
  }

  public boolean incompatible(int one, int other) {
    return bit(incompatible, one, other);
  }

  /** True when a bundle with {@code one} must hold {@code other} too. */
  public boolean requires(int one, int other) {
    return bit(requires, one, other);
  }

  public double weight(Objective objective) {
    return weights[objective.ordinal()];
  }

  public BundleConstraints constraints() {
    return constraints;
  }

  public ConversionModel model() {
    return model;
  }

  public int limit() {
    return limit;
  }

  public long seed() {
    return seed;
  }

  /**
   * The question behind the problem. The platform tells it to strategies that score products, too,
   * since those know what to make of it; others get {@link BundlingContext#NONE}.
   */
  public BundlingContext context() {
    return context;
  }

  /** What the rules of the placement ask of bundles. */
  public BundleDemands demands() {
    return demands;
  }

  /**
   * 64 candidates at once: bit b tells whether {@code one} must not be combined with candidate
   * {@code 64 × word + b}.
   */
  public long incompatibleWord(int one, int word) {
    return incompatible[one * ((items.length + 63) / 64) + word];
  }

  /** 64 candidates at once, as {@link #incompatibleWord}, of what {@code one} requires. */
  public long requiresWord(int one, int word) {
    return requires[one * ((items.length + 63) / 64) + word];
  }

  private static PannierException invalid(String what) {
    return new PannierException(StandardErrorCode.PROBLEM_INVALID, "bundling problem: " + what);
  }

  private boolean bit(long[] rows, int one, int other) {
    int words = (items.length + 63) / 64;
    return (rows[one * words + (other >> 6)] >>> other & 1) != 0;
  }
}
