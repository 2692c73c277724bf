package io.pannier.store;

import io.pannier.messages.Rung;
import io.pannier.messages.TimeOrderedId;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was offered to whom, and everything needed to compute it again.
 *
 * @param id UUID version 7; its time is when the question came in
 * @param shop number of the shop
 * @param placementRevision revision of the placement that was followed
 * @param scoring {@code name@version} of what scored
 * @param bundling {@code name@version} of what composed
 * @param model version of the model file; empty for none
 * @param rung how far down the degrade ladder it was made
 * @param shopper empty where unknown, null once forgotten
 * @param session empty where unknown, null once forgotten
 * @param validUntil milliseconds since the epoch up to which its prices bind
 * @param seed of the search
 * @param generations that the search ran; a replay stops there too
 * @param offer the answer, JSON in UTF-8
 * @param candidates the problem in the ledger's own binary form; null when it is no longer kept
 * @param timing JSON object of nanoseconds by stage
 * @param arm of the placement's split that the visitor was in; empty without a split
 */
public record Decision(
    UUID id,
    int shop,
    String placement,
    long placementRevision,
    String scoring,
    String bundling,
    String model,
    Rung rung,
    @Nullable String shopper,
    @Nullable String session,
    long validUntil,
    long seed,
    long generations,
    Buffer offer,
    @Nullable Buffer candidates,
    String timing,
    String arm) {
  /** True when the shopper asked to be forgotten, so that the decision names nobody any more. */
  public boolean erased() {
    return shopper == null;
  }

  /** When it was made, milliseconds since the epoch. */
  public long time() {
    return TimeOrderedId.millis(id);
  }
}
