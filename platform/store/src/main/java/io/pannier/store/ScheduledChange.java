package io.pannier.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change of a placement that waits for its time, or waited.
 *
 * @param shop number of the shop
 * @param change JSON: the fields to change
 * @param author who ordered it; the revision is theirs
 * @param reason why, in their words
 * @param state {@code waiting done failed cancelled}
 * @param outcome the revision that it made, or why it could not; empty while it waits
 * @param approved the proposal by which a second person agreed; null where the author ordered it
 */
public record ScheduledChange(
    UUID id,
    int shop,
    String placement,
    Instant dueAt,
    String change,
    String author,
    String reason,
    String state,
    String outcome,
    @Nullable UUID approved) {}
