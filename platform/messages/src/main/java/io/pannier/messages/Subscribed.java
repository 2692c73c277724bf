package io.pannier.messages;

/**
 * Where a channel stands.
 *
 * @param recovered true when the epoch that the subscriber named is known
 */
public record Subscribed(OfferRequest.Channel channel, String epoch, long offset, boolean recovered)
    implements Message {}
