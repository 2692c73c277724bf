package io.pannier.ingestion;

import io.pannier.spi.ErrorCode;

/**
 * What cannot be taken, with the reason: for the dead letters.
 *
 * @param shop number of the shop; 0 where it is not known
 * @param shopper whom it is about, so that it can be erased; empty where unknown
 * @param source where it came from, for example {@code kafka:events/0/17}
 * @param payload as it came; not copied
 */
public record PoisonRecord(
    int shop, String shopper, String source, ErrorCode code, String reason, byte[] payload) {}
