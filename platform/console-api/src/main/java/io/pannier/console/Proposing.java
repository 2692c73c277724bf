package io.pannier.console;

import io.pannier.gateway.Answer;
import io.pannier.gateway.PlacementJson;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.pannier.store.Approvals;
import io.pannier.store.ModelRevision;
import io.pannier.store.Proposals;
import io.pannier.store.ProposedChange;
import io.pannier.store.Store;
import io.pannier.store.StrategySwitch;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns changes into proposals where a shop's changes take a second person. What it answers is 202:
 * nothing has changed yet. Whatever passes it by is refused by the database.
 */
final class Proposing {
  private final Approvals approvals;
  private final Proposals proposals;
  private final ProposalJson json;
  private final InstantSource clock;

  Proposing(Store store, InstantSource clock) {
    this.approvals = store.approvals();
    this.proposals = store.proposals();
    this.json = new ProposalJson(store);
    this.clock = clock;
  }

  /** True where a change must be proposed. */
  boolean wanted(Shop shop) {
    return approvals.required(shop);
  }

  /**
   * A placement as it shall be.
   *
   * @param seen revision that the author saw
   * @return fails with REVISION_CONFLICT where that is no longer the current one
   */
  Future<Answer> placement(
      Shop shop, Placement current, Placement proposed, long seen, String author, String reason) {
    if (seen != current.revision()) {
      return Future.failedFuture(
          new PannierException(
              StandardErrorCode.REVISION_CONFLICT,
              "placement "
                  + current.name()
                  + " is no longer at revision "
                  + seen
                  + "; look at what changed and try again"));
    }
    return propose(
        shop,
        ProposedChange.placement(proposed, seen, diff(shop, current, proposed).encode()),
        author,
        reason);
  }

  /**
   * Some fields of a placement at a time to come.
   *
   * @param fields JSON object
   */
  Future<Answer> schedule(
      Shop shop,
      Placement current,
      Placement changed,
      Instant at,
      String fields,
      String author,
      String reason) {
    return propose(
        shop,
        ProposedChange.schedule(current, at, fields, diff(shop, current, changed).encode()),
        author,
        reason);
  }

  /** A strategy that is switched on again. */
  Future<Answer> strategyOn(Shop shop, StrategySwitch off, String author, String reason) {
    return propose(
        shop, ProposedChange.strategyOn(off, line("switchedOff", true, false)), author, reason);
  }

  /** A model of an earlier revision that serves again. */
  Future<Answer> model(
      Shop shop,
      String strategy,
      Optional<ModelRevision> serving,
      ModelRevision wanted,
      String author,
      String reason) {
    return propose(
        shop,
        ProposedChange.model(
            strategy,
            serving.map(ModelRevision::revision).orElse(0L),
            wanted.revision(),
            line("servingModel", id(serving), wanted.id())),
        author,
        reason);
  }

  /** A model that serves no longer. */
  Future<Answer> retire(Shop shop, ModelRevision serving, String author, String reason) {
    return propose(
        shop,
        ProposedChange.retire(
            serving.strategy(),
            serving.revision(),
            line("servingModel", id(Optional.of(serving)), null)),
        author,
        reason);
  }

  /** Changes that take one person again; nothing where they do. */
  Future<Answer> approvalOff(Shop shop, String author, String reason) {
    return approvals
        .find(shop)
        .map(
            rule ->
                propose(
                    shop,
                    ProposedChange.approvalOff(rule, line("requireApproval", true, false)),
                    author,
                    reason))
        .orElseGet(() -> Future.failedFuture("nobody asked for approvals"));
  }

  private Future<Answer> propose(Shop shop, ProposedChange change, String author, String reason) {
    return proposals
        .add(shop, change, author, reason, clock.instant())
        .map(made -> Answer.json(202, new JsonObject().put("proposal", json.of(shop, made))));
  }

  private static JsonArray diff(Shop shop, Placement from, Placement to) {
    return RevisionDiff.between(PlacementJson.write(from, shop), PlacementJson.write(to, shop));
  }

  private static @Nullable String id(Optional<ModelRevision> serving) {
    return serving.filter(each -> each.file() != null).map(ModelRevision::id).orElse(null);
  }

  private static String line(String path, @Nullable Object from, @Nullable Object to) {
    return new JsonArray()
        .add(new JsonObject().put("path", path).put("from", from).put("to", to))
        .encode();
  }
}
