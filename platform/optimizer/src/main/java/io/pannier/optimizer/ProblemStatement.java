package io.pannier.optimizer;

import io.pannier.messages.CandidatesScored;
import io.pannier.messages.Keys;
import io.pannier.messages.Placement;
import io.pannier.messages.rules.RuleTrace;
import io.pannier.spi.BundleDemands;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.EventType;
import io.pannier.spi.ItemSet;
import io.pannier.spi.Objective;
import io.pannier.spi.Product;
import io.pannier.spi.Relation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** States a request as a bundling problem. */
final class ProblemStatement {
  /** Days over which decayed counts are thought to have been collected: half-life / ln 2. */
  private static final double COUNT_DAYS = 43;

  private ProblemStatement() {}

  /**
   * @param coverDays stock for more days of sales than this counts as overstock
   */
  static BundlingProblem of(CandidatesScored scored, int coverDays) {
    Placement placement = scored.request().placement();
    List<Product> products = scored.products();
    int n = products.size();
    int[] items = new int[n];
    float[] relevance = new float[n];
    long[] prices = new long[n];
    long[] costs = new long[n];
    int[] stocks = new int[n];
    int[] categories = new int[n];
    float[] relief = new float[n];
    Map<String, Integer> categoryNumbers = new HashMap<>();
    float best = n == 0 ? 1 : Math.max(scored.scores().score(0), Float.MIN_NORMAL);
    for (int i = 0; i < n; i++) {
      Product product = products.get(i);
      items[i] = product.item();
      relevance[i] = Math.clamp(scored.scores().score(i) / best, 1e-4f, 1f);
      prices[i] = product.price();
      costs[i] = product.cost();
      stocks[i] = product.stock();
      categories[i] =
          product.category().isEmpty()
              ? -1
              : categoryNumbers.computeIfAbsent(
                  product.category(), category -> categoryNumbers.size());
      relief[i] = overstock(product, coverDays);
    }
    Relations relations = new Relations(products);
    double[] weights = new double[Objective.count()];
    placement
        .objectiveWeights()
        .forEach((objective, weight) -> weights[objective.ordinal()] = weight);
    BundlingProblem problem =
        new BundlingProblem(
            items,
            relevance,
            prices,
            costs,
            stocks,
            categories,
            relief,
            scored.lift(),
            scored.cartLift(),
            relations.incompatible(),
            relations.requires(),
            weights,
            placement.constraints(),
            placement.model(),
            scored.request().limit(),
            Keys.decision(scored.request().decision()));
    BundlingProblem ruled = problem.withDemands(demands(scored));
    return scored.question().none() ? ruled : ruled.withContext(scored.question());
  }

  private static BundleDemands demands(CandidatesScored scored) {
    RuleTrace rules = scored.rules();
    long[][] groups = new long[rules.required().size()][];
    for (int g = 0; g < groups.length; g++) {
      groups[g] = bits(scored.products(), rules.required().get(g));
    }
    return BundleDemands.of(groups, bits(scored.products(), rules.pinned()));
  }

  private static long[] bits(List<Product> products, ItemSet items) {
    long[] bits = new long[(products.size() + 63) / 64];
    for (int i = 0; i < products.size(); i++) {
      if (items.contains(products.get(i).item())) {
        bits[i >> 6] |= 1L << i;
      }
    }
    return bits;
  }

  /** Stock beyond the days of cover, as a share of all stock. */
  private static float overstock(Product product, int coverDays) {
    double perDay = product.statistics().count(EventType.PURCHASED) / COUNT_DAYS;
    double covered = perDay * coverDays;
    return product.stock() == 0
        ? 0
        : (float) Math.clamp((product.stock() - covered) / product.stock(), 0, 1);
  }

  /** What the merchant said about pairs, as bit sets over the candidates. */
  private static final class Relations {
    private final int words;
    private final long[] incompatible;
    private final long[] requires;

    private Relations(List<Product> products) {
      int n = products.size();
      this.words = (n + 63) / 64;
      this.incompatible = new long[n * words];
      this.requires = new long[n * words];
      Map<Integer, Integer> indexes = new HashMap<>();
      for (int i = 0; i < n; i++) {
        indexes.put(products.get(i).item(), i);
      }
      for (int i = 0; i < n; i++) {
        for (Relation relation : products.get(i).relations()) {
          relate(i, relation, indexes);
        }
      }
    }

    private void relate(int i, Relation relation, Map<Integer, Integer> indexes) {
      Integer other = indexes.get(relation.item());
      if (other == null) {
        return;
      }
      switch (relation.kind()) {
        // Two products that stand in for each other make no bundle either.
        case EXCLUDES, SUBSTITUTES -> {
          set(incompatible, i, other);
          set(incompatible, other, i);
        }
        case REQUIRES -> set(requires, i, other);
        case COMPATIBLE_WITH, PART_OF -> {}
      }
    }

    private void set(long[] bits, int row, int column) {
      bits[row * words + (column >> 6)] |= 1L << column;
    }

    private long[] incompatible() {
      return incompatible;
    }

    private long[] requires() {
      return requires;
    }
  }
}
