package io.pannier.store;

import io.pannier.messages.Placement;
import java.time.Instant;

/**
 * One change of a placement.
 *
 * @param author who made it
 * @param reason why, in their words
 */
public record PlacementRevision(
    Placement placement, String author, String reason, Instant madeAt) {}
