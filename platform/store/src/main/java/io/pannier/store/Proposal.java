package io.pannier.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change that waits for a second person, or waited.
 *
 * @param shop number of the shop
 * @param reason why, in the author's words
 * @param state {@code waiting approved rejected withdrawn expired}
 * @param decidedBy who approved, rejected or withdrew it; null while it waits and once it expired
 * @param decision why, in their words
 */
public record Proposal(
    UUID id,
    int shop,
    ProposedChange change,
    String author,
    String reason,
    String state,
    Instant madeAt,
    Instant expiresAt,
    @Nullable String decidedBy,
    @Nullable Instant decidedAt,
    String decision) {

  /** True while somebody may decide. */
  public boolean waits() {
    return state.equals("waiting");
  }
}
