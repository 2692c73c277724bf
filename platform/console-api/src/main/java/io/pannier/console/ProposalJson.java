package io.pannier.console;

import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.store.ModelRevision;
import io.pannier.store.Proposal;
import io.pannier.store.ProposalKind;
import io.pannier.store.ProposedChange;
import io.pannier.store.Store;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A proposal as whoever decides sees it. */
final class ProposalJson {
  private final Store store;

  ProposalJson(Store store) {
    this.store = store;
  }

  JsonObject of(Shop shop, Proposal proposal) {
    ProposedChange change = proposal.change();
    return new JsonObject()
        .put("id", proposal.id().toString())
        .put("kind", change.kind().wireName())
        .put("subject", change.subject())
        .put("base", change.base())
        .put(
            "at",
            change.kind() == ProposalKind.SCHEDULE
                ? new JsonObject(change.change()).getString("at")
                : null)
        .put("changes", new JsonArray(change.diff()))
        .put("author", proposal.author())
        .put("reason", proposal.reason())
        .put("state", proposal.state())
        .put("overtaken", proposal.waits() && overtaken(shop, change))
        .put("madeAt", proposal.madeAt().toString())
        .put("expiresAt", proposal.expiresAt().toString())
        .put("decidedBy", proposal.decidedBy())
        .put("decidedAt", proposal.decidedAt() == null ? null : proposal.decidedAt().toString())
        .put("decision", proposal.decision().isEmpty() ? null : proposal.decision());
  }

  /** Told before somebody tries; what approving finds in the database counts. */
  private boolean overtaken(Shop shop, ProposedChange change) {
    return switch (change.kind()) {
      case PLACEMENT, SCHEDULE ->
          store.placements().find(shop, change.subject()).map(Placement::revision).orElse(0L)
              != change.base();
      case MODEL_REVERT, MODEL_RETIRE ->
          store
                  .models()
                  .current(shop.number(), change.subject())
                  .map(ModelRevision::revision)
                  .orElse(0L)
              != change.base();
      case STRATEGY_ON -> !store.switches().isOff(shop.number(), change.subject());
      case APPROVAL_OFF -> !store.approvals().required(shop);
    };
  }
}
