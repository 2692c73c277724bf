package io.pannier.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a strategy of a shop is doing in one process.
 *
 * @param version that is installed there; empty where none is
 * @param state as the console names it
 * @param switchedOff as that process has heard
 * @param calls since its start, of all shops
 * @param failures of these, and those that were never begun
 * @param p99Millis of the calls of the last minutes; NaN where there were none
 * @param lastFailure code of the newest; null where none failed
 * @param lastFailureAt when that was
 */
public record NodeStrategy(
    String version,
    String state,
    boolean switchedOff,
    long calls,
    long failures,
    double p99Millis,
    @Nullable String lastFailure,
    @Nullable Instant lastFailureAt) {}
