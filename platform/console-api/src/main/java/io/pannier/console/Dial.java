package io.pannier.console;

import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.spi.BundleEvaluator;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.BundlingResult;
import io.pannier.spi.ComposedBundle;
import io.pannier.spi.Objective;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Decision;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The Pareto front of a question that was asked: every bundle that is better than all others in
 * something, and the one that the placement's weights would choose.
 */
final class Dial {
  private static final Duration LOOKED_BACK = Duration.ofDays(2);

  private final Store store;
  private final Workbench workbench;

  Dial(Store store, Workbench workbench) {
    this.store = store;
    this.workbench = workbench;
  }

  /**
   * Completes with the front.
   *
   * @param placement with the weights to choose by
   * @param decision whose candidates are taken; null for the placement's newest
   * @return fails with DECISION_UNKNOWN where there is none
   */
  Future<JsonObject> of(Shop shop, Placement placement, @Nullable UUID decision, Instant now) {
    return question(shop, placement.name(), decision, now)
        .compose(
            asked -> {
              BundlingProblem problem = recorded(asked);
              BundlingProblem tried =
                  problem.withTerms(
                      Rehearsal.weights(placement),
                      placement.constraints(),
                      placement.model(),
                      problem.limit());
              return workbench
                  .front(shop.number(), placement.bundling(), tried)
                  .compose(
                      front ->
                          ProductBook.ofItems(store, shop, items(tried, front.result()))
                              .map(book -> report(shop, asked, tried, front, book)));
            });
  }

  private Future<Decision> question(
      Shop shop, String placement, @Nullable UUID decision, Instant now) {
    return decision == null
        ? store
            .ledger()
            .newest(shop.number(), placement, now.minus(LOOKED_BACK))
            .map(
                found ->
                    found.orElseThrow(
                        () ->
                            unknown(
                                placement
                                    + " has composed nothing in the last "
                                    + LOOKED_BACK.toHours()
                                    + " hours; ask for an offer first")))
        : store
            .ledger()
            .find(shop.number(), decision)
            .map(found -> found.orElseThrow(() -> unknown("the shop has no decision " + decision)));
  }

  private static BundlingProblem recorded(Decision decision) {
    BundlingProblem problem = DecisionView.problem(decision);
    if (problem == null) {
      throw unknown("the candidates of decision " + decision.id() + " are no longer kept");
    }
    return problem;
  }

  private static JsonObject report(
      Shop shop, Decision asked, BundlingProblem problem, Workbench.Front front, ProductBook book) {
    BundleEvaluator evaluator = new BundleEvaluator(problem);
    JsonArray points = new JsonArray();
    double best = Double.NEGATIVE_INFINITY;
    int chosen = -1;
    for (ComposedBundle bundle : front.result().bundles()) {
      double utility = 0;
      JsonObject objectives = new JsonObject();
      for (Objective objective : Objective.values()) {
        double value = bundle.objectives()[objective.ordinal()];
        utility += evaluator.scaledWeight(objective) * value;
        objectives.put(
            objective.wireName(), Rehearsal.rounded(value / Rehearsal.unit(shop, objective)));
      }
      if (utility > best) {
        best = utility;
        chosen = points.size();
      }
      JsonObject point = Rehearsal.bundle(shop, problem, bundle, book);
      points.add(
          new JsonObject()
              .mergeIn(point == null ? new JsonObject() : point)
              .put("objectives", objectives)
              .put("utility", Rehearsal.rounded(utility)));
    }
    JsonObject scales = new JsonObject();
    for (Objective objective : Objective.values()) {
      scales.put(
          objective.wireName(),
          Rehearsal.rounded(evaluator.scale(objective) / Rehearsal.unit(shop, objective)));
    }
    return new JsonObject()
        .put("decision", asked.id().toString())
        .put("at", Instant.ofEpochMilli(asked.time()).toString())
        .put("strategy", front.strategy())
        .put("currency", shop.currency())
        .put("scales", scales)
        .put("points", points)
        .put("chosen", chosen < 0 ? null : chosen);
  }

  private static Set<Integer> items(BundlingProblem problem, BundlingResult front) {
    Set<Integer> items = new HashSet<>();
    for (ComposedBundle bundle : front.bundles()) {
      for (int candidate : bundle.candidates()) {
        items.add(problem.item(candidate));
      }
    }
    return items;
  }

  private static PannierException unknown(String what) {
    return new PannierException(StandardErrorCode.DECISION_UNKNOWN, what);
  }
}
