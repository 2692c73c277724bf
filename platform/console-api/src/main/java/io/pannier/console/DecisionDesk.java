package io.pannier.console;

import io.pannier.gateway.Answer;
import io.pannier.messages.Shop;
import io.pannier.spi.BundlingProblem;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Decision;
import io.pannier.store.Outcome;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The decision ledger: page by page, one by one, and composed again. */
final class DecisionDesk {
  private static final int PAGE = 50;
  private static final int LARGEST_PAGE = 200;

  private final Store store;
  private final Replay replay;

  DecisionDesk(Store store, Recomposer recomposer) {
    this.store = store;
    this.replay = new Replay(store, recomposer);
  }

  Future<Answer> list(AdminCall call) {
    Shop shop = call.shop();
    String before = call.query("before");
    int limit = (int) call.query("limit", PAGE, 1, LARGEST_PAGE);
    return store
        .ledger()
        .recent(shop.number(), before.isEmpty() ? null : id(before), limit)
        .map(
            decisions -> {
              JsonArray all = new JsonArray();
              decisions.forEach(decision -> all.add(DecisionView.line(decision)));
              return Answer.json(
                  200,
                  new JsonObject()
                      .put("decisions", all)
                      .put(
                          "next",
                          decisions.size() < limit ? null : decisions.getLast().id().toString()));
            });
  }

  Future<Answer> get(AdminCall call) {
    Shop shop = call.shop();
    return decision(call, shop)
        .compose(
            decision ->
                store
                    .outcomes()
                    .of(shop.number(), decision.id())
                    .compose(outcomes -> view(shop, decision, outcomes)));
  }

  /** Says whether the same bundles come out, to the bit; changes and counts nothing. */
  Future<Answer> replay(AdminCall call) {
    Shop shop = call.shop();
    return decision(call, shop)
        .compose(decision -> replay.of(shop, decision))
        .map(verdict -> Answer.json(200, verdict));
  }

  private Future<Answer> view(Shop shop, Decision decision, List<Outcome> outcomes) {
    @Nullable BundlingProblem problem = DecisionView.problem(decision);
    Set<Integer> items = new HashSet<>();
    for (int i = 0; problem != null && i < problem.size(); i++) {
      items.add(problem.item(i));
    }
    outcomes.stream().filter(each -> each.item() >= 0).forEach(each -> items.add(each.item()));
    return ProductBook.ofItems(store, shop, items)
        .map(
            book ->
                Answer.json(
                    200,
                    new JsonObject()
                        .put("decision", DecisionView.whole(decision))
                        .put("offer", decision.offer().toJsonObject())
                        .put(
                            "candidates",
                            problem == null
                                ? new JsonArray()
                                : DecisionView.candidates(problem, shop, book))
                        .put("outcomes", DecisionView.outcomes(outcomes, shop, book))));
  }

  private Future<Decision> decision(AdminCall call, Shop shop) {
    UUID id = id(call.path("id"));
    return store
        .ledger()
        .find(shop.number(), id)
        .map(found -> found.orElseThrow(() -> unknown(id.toString())));
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new PannierException(
          StandardErrorCode.DECISION_UNKNOWN, "the shop has no decision " + text, e);
    }
  }

  private static PannierException unknown(String id) {
    return new PannierException(
        StandardErrorCode.DECISION_UNKNOWN, "the shop has no decision " + id);
  }
}
