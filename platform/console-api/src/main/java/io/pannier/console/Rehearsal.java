package io.pannier.console;

import io.pannier.messages.Placement;
import io.pannier.messages.Rung;
import io.pannier.messages.Shop;
import io.pannier.messages.rules.Rules;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.Objective;
import io.pannier.spi.PannierException;
import io.pannier.spi.Product;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Decision;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tries a change on recorded traffic before it is made: what was decided in the last hours is
 * composed once as the placement stands and once as it would, from the same candidates with the
 * same chance, and the two are compared. Rules are tried as far as {@link RuledProblem} can. Who
 * scored the candidates is not tried: they are those of then.
 */
final class Rehearsal {
  /** A problem is solved in far fewer; the rest is for large ones. */
  private static final long GENERATIONS = 400;

  private static final int SAMPLES = 8;
  private static final double Z = 1.959964;
  private static final double STEPS = 1e6;

  private final Store store;
  private final Workbench workbench;

  Rehearsal(Store store, Workbench workbench) {
    this.store = store;
    this.workbench = workbench;
  }

  /**
   * Completes with the comparison.
   *
   * @param span of recorded traffic, until now
   * @param most decisions, drawn at random
   * @return fails with DATA_INVALID where nothing was recorded
   */
  Future<JsonObject> of(
      Shop shop, Placement current, Placement proposed, Instant now, Duration span, int most) {
    return store
        .ledger()
        .sample(
            shop.number(),
            current.name(),
            now.minus(span).toEpochMilli(),
            now.toEpochMilli() + 1,
            most)
        .compose(decisions -> compared(shop, current, proposed, usable(decisions)));
  }

  private static List<Decision> usable(List<Decision> decisions) {
    return decisions.stream()
        .filter(decision -> decision.rung() == Rung.STRATEGY && decision.candidates() != null)
        .toList();
  }

  private Future<JsonObject> compared(
      Shop shop, Placement current, Placement proposed, List<Decision> decisions) {
    List<BundlingProblem> recorded = new ArrayList<>();
    decisions.forEach(decision -> recorded.add(DecisionView.problem(decision)));
    if (recorded.isEmpty()) {
      throw new PannierException(
          StandardErrorCode.DATA_INVALID,
          "nothing that "
              + current.name()
              + " decided in that time is kept with its candidates; rehearse a longer time");
    }
    return products(shop, current, proposed, recorded)
        .compose(
            products -> {
              Rules then = current.rules();
              List<BundlingProblem> stands = under(current, then, decisions, recorded, products);
              List<BundlingProblem> would = under(proposed, then, decisions, recorded, products);
              return workbench
                  .compose(shop.number(), current.bundling(), stands, GENERATIONS)
                  .compose(
                      before ->
                          workbench
                              .compose(shop.number(), proposed.bundling(), would, GENERATIONS)
                              .compose(
                                  after ->
                                      told(
                                          shop,
                                          decisions,
                                          new Side(stands, before),
                                          new Side(would, after))));
            })
        .map(
            report -> report.put("untried", new JsonArray(RuledProblem.untried(proposed.rules()))));
  }

  /** Problems and what was composed of them. */
  private record Side(List<BundlingProblem> problems, List<BundlingResult> results) {}

  private Future<JsonObject> told(Shop shop, List<Decision> decisions, Side before, Side after) {
    Set<Integer> items = new HashSet<>();
    for (int i = 0; i < decisions.size(); i++) {
      add(before.problems().get(i), before.results().get(i), items);
      add(after.problems().get(i), after.results().get(i), items);
    }
    return ProductBook.ofItems(store, shop, items)
        .map(book -> report(shop, decisions, before, after, book));
  }

  /** What rules look at; nothing where there are none. */
  private Future<Map<Integer, Product>> products(
      Shop shop, Placement current, Placement proposed, List<BundlingProblem> recorded) {
    if (current.rules().none() && proposed.rules().none()) {
      return Future.succeededFuture(Map.of());
    }
    Set<Integer> items = new HashSet<>();
    for (BundlingProblem problem : recorded) {
      for (int i = 0; i < problem.size(); i++) {
        items.add(problem.item(i));
      }
    }
    return store
        .products()
        .find(shop, items)
        .map(found -> found.stream().collect(Collectors.toMap(Product::item, product -> product)));
  }

  private static List<BundlingProblem> under(
      Placement placement,
      Rules then,
      List<Decision> decisions,
      List<BundlingProblem> recorded,
      Map<Integer, Product> products) {
    double[] weights = weights(placement);
    List<BundlingProblem> problems = new ArrayList<>(recorded.size());
    for (int i = 0; i < recorded.size(); i++) {
      BundlingProblem problem = recorded.get(i);
      problems.add(
          new RuledProblem(problem, products, decisions.get(i).time())
              .under(then, placement.rules())
              .withTerms(weights, placement.constraints(), placement.model(), problem.limit()));
    }
    return problems;
  }

  /** By {@link Objective}. */
  static double[] weights(Placement placement) {
    double[] weights = new double[Objective.count()];
    placement
        .objectiveWeights()
        .forEach((objective, weight) -> weights[objective.ordinal()] = weight);
    return weights;
  }

  private static JsonObject report(
      Shop shop, List<Decision> decisions, Side before, Side after, ProductBook book) {
    int changed = 0;
    JsonArray samples = new JsonArray();
    for (int i = 0; i < decisions.size(); i++) {
      ComposedBundle one = first(before.results().get(i));
      ComposedBundle other = first(after.results().get(i));
      if (!same(before.problems().get(i), one, after.problems().get(i), other)) {
        changed++;
        if (samples.size() < SAMPLES) {
          samples.add(
              new JsonObject()
                  .put("decision", decisions.get(i).id().toString())
                  .put("before", bundle(shop, before.problems().get(i), one, book))
                  .put("after", bundle(shop, after.problems().get(i), other, book)));
        }
      }
    }
    JsonArray objectives = new JsonArray();
    for (Objective objective : Objective.values()) {
      objectives.add(objective(shop, objective, before.results(), after.results()));
    }
    return new JsonObject()
        .put("decisions", decisions.size())
        .put("from", Instant.ofEpochMilli(earliest(decisions)).toString())
        .put("changed", changed)
        .put("emptyBefore", empty(before.results()))
        .put("emptyAfter", empty(after.results()))
        .put("objectives", objectives)
        .put("samples", samples);
  }

  /** Means over the decisions, of the first bundle; nothing offered is worth nothing. */
  private static JsonObject objective(
      Shop shop, Objective objective, List<BundlingResult> before, List<BundlingResult> after) {
    double unit = unit(shop, objective);
    int n = before.size();
    double sumBefore = 0;
    double sumAfter = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double one = value(first(before.get(i)), objective) / unit;
      double other = value(first(after.get(i)), objective) / unit;
      sumBefore += one;
      sumAfter += other;
      squares += (other - one) * (other - one);
    }
    double mean = (sumAfter - sumBefore) / n;
    double variance = n < 2 ? 0 : Math.max(0, squares - n * mean * mean) / (n - 1);
    double half = Z * Math.sqrt(variance / n);
    return new JsonObject()
        .put("objective", objective.wireName())
        .put("before", rounded(sumBefore / n))
        .put("after", rounded(sumAfter / n))
        .put("difference", rounded(mean))
        .put("lower", n < 2 ? null : rounded(mean - half))
        .put("upper", n < 2 ? null : rounded(mean + half));
  }

  static double unit(Shop shop, Objective objective) {
    boolean money = objective == Objective.REVENUE || objective == Objective.MARGIN;
    return money ? Math.pow(10, shop.currencyDecimals()) : 1;
  }

  static double rounded(double value) {
    return Math.round(value * STEPS) / STEPS;
  }

  private static double value(@Nullable ComposedBundle bundle, Objective o) {
    return bundle == null ? 0 : bundle.objectives()[o.ordinal()];
  }

  private static @Nullable ComposedBundle first(BundlingResult result) {
    return result.bundles().isEmpty() ? null : result.bundles().getFirst();
  }

  private static long empty(List<BundlingResult> results) {
    return results.stream().filter(result -> result.bundles().isEmpty()).count();
  }

  private static long earliest(List<Decision> decisions) {
    return decisions.stream().mapToLong(Decision::time).min().orElseThrow();
  }

  /** By item: other rules leave other candidates, which have other numbers. */
  private static boolean same(
      BundlingProblem before,
      @Nullable ComposedBundle one,
      BundlingProblem after,
      @Nullable ComposedBundle other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return Arrays.equals(items(before, one), items(after, other))
        && Arrays.equals(one.quantities(), other.quantities())
        && one.discount() == other.discount();
  }

  private static int[] items(BundlingProblem problem, ComposedBundle bundle) {
    return Arrays.stream(bundle.candidates()).map(problem::item).toArray();
  }

  /** A bundle in few words; null for none. */
  static @Nullable JsonObject bundle(
      Shop shop, BundlingProblem problem, @Nullable ComposedBundle bundle, ProductBook book) {
    if (bundle == null) {
      return null;
    }
    long list = 0;
    JsonArray items = new JsonArray();
    for (int i = 0; i < bundle.candidates().length; i++) {
      int candidate = bundle.candidates()[i];
      list += problem.price(candidate) * bundle.quantities()[i];
      items.add(book.name(problem.item(candidate)).put("quantity", bundle.quantities()[i]));
    }
    return new JsonObject()
        .put("items", items)
        .put("price", ProductBook.money(shop, list - bundle.discount()))
        .put("discount", ProductBook.money(shop, bundle.discount()));
  }

  private static void add(BundlingProblem problem, BundlingResult result, Set<Integer> items) {
    ComposedBundle first = first(result);
    if (first != null) {
      for (int candidate : first.candidates()) {
        items.add(problem.item(candidate));
      }
    }
  }
}
