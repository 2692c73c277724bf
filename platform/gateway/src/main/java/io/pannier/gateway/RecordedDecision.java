package io.pannier.gateway;

import io.vertx.core.buffer.Buffer;

/**
 * A decision as the ledger keeps it.
 *
 * @param decidedAt milliseconds since the epoch
 * @param shopper empty where unknown or erased
 * @param session empty where unknown or erased
 * @param offer the offer as it was answered, a JSON object; its {@code validUntil} tells how long
 *     its prices bind the shop
 */
public record RecordedDecision(long decidedAt, String shopper, String session, Buffer offer) {}
