package io.pannier.messages;

import io.vertx.core.buffer.Buffer;

/**
 * An offer on its way out.
 *
 * @param channel what it belongs to
 * @param epoch of the channel; empty over HTTP
 * @param offset of the channel; 0 over HTTP
 * @param cartId the newest cart it takes into account; -1 for none
 * @param offer the offer as JSON
 */
public record OfferReady(
    OfferRequest.Channel channel, String epoch, long offset, long cartId, Buffer offer)
    implements Message {}
