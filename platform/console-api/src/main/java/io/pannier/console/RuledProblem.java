package io.pannier.console;

import io.pannier.messages.rules.Rule;
import io.pannier.messages.rules.RuleAction;
import io.pannier.messages.rules.Rules;
import io.pannier.spi.BundleDemands;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.Objective;
import io.pannier.spi.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A recorded problem as other rules would have made it, as far as the candidates of then allow:
 * what those left out cannot come back. Rules that go by cart or shopper are not tried, since a
 * problem does not keep them.
 */
final class RuledProblem {
  private static final float LEAST_RELEVANCE = 1e-4f;

  private final BundlingProblem recorded;
  private final Map<Integer, Product> products;
  private final long at;

  /**
   * @param products of the candidates that are still known, by ordinal
   * @param at when it was decided, milliseconds since the epoch
   */
  RuledProblem(BundlingProblem recorded, Map<Integer, Product> products, long at) {
    this.recorded = recorded;
    this.products = products;
    this.at = at;
  }

  /** Names of the rules that cannot be tried. */
  static List<String> untried(Rules rules) {
    return rules.all().stream()
        .filter(Rule::enabled)
        .filter(rule -> !rule.when().cart().isEmpty() || !rule.when().profile().isEmpty())
        .map(Rule::name)
        .toList();
  }

  /**
   * @param then the rules whose factors are in the recorded relevance
   */
  BundlingProblem under(Rules then, Rules rules) {
    if (then.none() && rules.none()) {
      return recorded;
    }
    List<Rule> before = active(then);
    List<Rule> now = active(rules);
    int[] kept = new int[recorded.size()];
    int size = 0;
    for (int i = 0; i < kept.length; i++) {
      if (allowed(now, product(i))) {
        kept[size++] = i;
      }
    }
    float[] relevance = new float[size];
    float best = 0;
    for (int a = 0; a < size; a++) {
      Product product = product(kept[a]);
      double factor = factor(now, product) / factor(before, product);
      relevance[a] = (float) (recorded.relevance(kept[a]) * factor);
      best = Math.max(best, relevance[a]);
    }
    for (int a = 0; a < size; a++) {
      relevance[a] = Math.clamp(relevance[a] / best, LEAST_RELEVANCE, 1f);
    }
    return part(kept, size, relevance).withDemands(demands(now, kept, size));
  }

  /** Without cart and profile, so that what goes by them does not hold. */
  private List<Rule> active(Rules rules) {
    long active = rules.active(List.of(), Map.of(), at);
    List<Rule> found = new ArrayList<>();
    for (int r = 0; r < rules.size(); r++) {
      if ((active >>> r & 1) != 0) {
        found.add(rules.rule(r));
      }
    }
    return found;
  }

  private @Nullable Product product(int candidate) {
    return products.get(recorded.item(candidate));
  }

  private boolean means(Rule rule, @Nullable Product product) {
    return product != null && rule.means(product, at);
  }

  private boolean allowed(List<Rule> rules, @Nullable Product product) {
    for (Rule rule : rules) {
      boolean means = means(rule, product);
      if ((rule.action() == RuleAction.EXCLUDE && means)
          || (rule.action() == RuleAction.INCLUDE_ONLY && !means)) {
        return false;
      }
    }
    return true;
  }

  private double factor(List<Rule> rules, @Nullable Product product) {
    double factor = 1;
    for (Rule rule : rules) {
      factor *= means(rule, product) ? rule.factor() : 1;
    }
    return factor;
  }

  private BundleDemands demands(List<Rule> rules, int[] kept, int size) {
    List<long[]> groups = new ArrayList<>();
    long[] pinned = new long[(size + 63) / 64];
    for (Rule rule : rules) {
      long[] bits = rule.action() == RuleAction.PIN ? pinned : new long[(size + 63) / 64];
      for (int a = 0; a < size; a++) {
        if (means(rule, product(kept[a]))) {
          bits[a >> 6] |= 1L << a;
        }
      }
      if (rule.action() == RuleAction.REQUIRE) {
        groups.add(bits);
      }
    }
    return BundleDemands.of(groups.toArray(long[][]::new), pinned);
  }

  private BundlingProblem part(int[] kept, int n, float[] relevance) {
    int words = (n + 63) / 64;
    int[] items = new int[n];
    long[] prices = new long[n];
    long[] costs = new long[n];
    int[] stocks = new int[n];
    int[] categories = new int[n];
    float[] relief = new float[n];
    float[] lift = new float[n * n];
    float[] cartLift = new float[n];
    long[] incompatible = new long[n * words];
    long[] requires = new long[n * words];
    for (int a = 0; a < n; a++) {
      int i = kept[a];
      items[a] = recorded.item(i);
      prices[a] = recorded.price(i);
      costs[a] = recorded.cost(i);
      stocks[a] = recorded.stock(i);
      categories[a] = recorded.category(i);
      relief[a] = recorded.relief(i);
      cartLift[a] = recorded.cartLift(i);
      for (int b = 0; b < n; b++) {
        int j = kept[b];
        lift[a * n + b] = recorded.lift(i, j);
        long bit = 1L << b;
        incompatible[a * words + (b >> 6)] |= recorded.incompatible(i, j) ? bit : 0;
        requires[a * words + (b >> 6)] |= recorded.requires(i, j) ? bit : 0;
      }
    }
    double[] weights = new double[Objective.count()];
    for (Objective objective : Objective.values()) {
      weights[objective.ordinal()] = recorded.weight(objective);
    }
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
            weights,
            recorded.constraints(),
            recorded.model(),
            recorded.limit(),
            recorded.seed())
        .withContext(recorded.context());
  }
}
