package io.pannier.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that somebody brought in.
 *
 * @param file its name; may be empty
 * @param state {@code running done failed}
 * @param lines products and events that were read
 * @param accepted of these
 * @param rejected of these
 * @param error why it failed; empty where it did not
 * @param endedAt null while it runs
 */
public record ImportJob(
    UUID id,
    String file,
    String format,
    String author,
    String state,
    long lines,
    long accepted,
    long rejected,
    String error,
    Instant startedAt,
    @Nullable Instant endedAt) {}
