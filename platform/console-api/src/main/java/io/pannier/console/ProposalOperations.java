package io.pannier.console;

import io.pannier.gateway.Answer;
import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Proposal;
import io.pannier.store.Store;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether changes take a second person, what waits for one, and what that person says. */
final class ProposalOperations {
  private static final int PAGE = 50;
  private static final int LARGEST_PAGE = 200;

  private final Store store;
  private final Proposing proposing;
  private final ProposalJson json;
  private final InstantSource clock;

  ProposalOperations(Store store, Proposing proposing, InstantSource clock) {
    this.store = store;
    this.proposing = proposing;
    this.json = new ProposalJson(store);
    this.clock = clock;
  }

  Future<Answer> rule(AdminCall call) {
    return Future.succeededFuture(rule(call.shop()));
  }

  /** On at once; off only with a second person, as everything else while it is on. */
  Future<Answer> setRule(AdminCall call) {
    Shop shop = call.shop();
    return call.fields()
        .compose(
            fields -> {
              boolean required = fields.flag("required");
              String reason = fields.reason();
              if (required == proposing.wanted(shop)) {
                return Future.succeededFuture(rule(shop));
              }
              return required
                  ? store.approvals().require(shop, call.author(), reason).map(done -> rule(shop))
                  : proposing.approvalOff(shop, call.author(), reason);
            });
  }

  /** Newest first; those that wait, or with {@code state=all} all of them, page by page. */
  Future<Answer> list(AdminCall call) {
    Shop shop = call.shop();
    boolean all = call.query("state").equals("all");
    String before = call.query("before");
    int limit = (int) call.query("limit", PAGE, 1, LARGEST_PAGE);
    @Nullable UUID from = before.isEmpty() ? null : id(before);
    return store
        .proposals()
        .list(shop, !all, from, limit)
        .compose(
            found ->
                store
                    .proposals()
                    .waiting(shop)
                    .map(
                        waiting -> {
                          JsonArray proposals = new JsonArray();
                          found.forEach(each -> proposals.add(json.of(shop, each)));
                          return Answer.json(
                              200,
                              new JsonObject()
                                  .put("proposals", proposals)
                                  .put("waiting", waiting)
                                  .put(
                                      "next",
                                      found.size() < limit
                                          ? null
                                          : found.getLast().id().toString()));
                        }));
  }

  Future<Answer> approve(AdminCall call) {
    return decided(call, store.proposals()::approve);
  }

  Future<Answer> reject(AdminCall call) {
    return decided(call, store.proposals()::reject);
  }

  Future<Answer> withdraw(AdminCall call) {
    return decided(call, store.proposals()::withdraw);
  }

  /** One of the three that can be done to a proposal. */
  @FunctionalInterface
  private interface Decision {
    Future<Proposal> of(Shop shop, UUID id, String by, String reason, Instant now);
  }

  private Future<Answer> decided(AdminCall call, Decision decision) {
    Shop shop = call.shop();
    UUID id = id(call.path("id"));
    return call.fields()
        .compose(fields -> decision.of(shop, id, call.author(), fields.reason(), clock.instant()))
        .map(decided -> Answer.json(200, json.of(shop, decided)));
  }

  private Answer rule(Shop shop) {
    JsonObject rule = new JsonObject().put("required", proposing.wanted(shop));
    store
        .approvals()
        .find(shop)
        .ifPresent(
            found ->
                rule.put("author", found.author())
                    .put("reason", found.reason())
                    .put("at", found.madeAt().toString()));
    return Answer.json(200, rule);
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new PannierException(StandardErrorCode.NOT_FOUND, "there is no proposal " + text, e);
    }
  }
}
