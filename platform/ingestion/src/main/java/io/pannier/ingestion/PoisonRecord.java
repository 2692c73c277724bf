package io.pannier.ingestion;

import io.pannier.spi.ErrorCode;

/**
 * What cannot be taken, with the reason: for the dead letters.
 *
 * @param shop number of the shop; 0 where it is not known
 * @param source where it came from, for example {@code kafka:events/0/17}
 * @param payload what was sent, as text
 */
public record PoisonRecord(
    int shop, String source, ErrorCode code, String reason, String payload) {}
