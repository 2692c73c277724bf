package io.pannier.messages;

/**
 * A connection wants the offers of a channel.
 *
 * @param subscriber name of the connection
 * @param address where {@link OfferReady} goes
 * @param sinceEpoch what the subscriber last saw; empty for nothing
 * @param sinceOffset what the subscriber last saw
 */
public record SubscriptionOpened(
    OfferRequest.Channel channel,
    String subscriber,
    String address,
    String sinceEpoch,
    long sinceOffset)
    implements Message {}
