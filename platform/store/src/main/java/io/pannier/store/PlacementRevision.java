package io.pannier.store;

import io.pannier.messages.Placement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of a placement.
 *
 * @param author who made it
 * @param reason why, in their words
 * @param approver the second person; null where the author's word was enough
 */
public record PlacementRevision(
    Placement placement, String author, String reason, Instant madeAt, @Nullable String approver) {}
