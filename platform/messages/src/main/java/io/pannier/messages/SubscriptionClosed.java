package io.pannier.messages;

/** A connection no longer wants the offers of a channel. */
public record SubscriptionClosed(OfferRequest.Channel channel, String subscriber)
    implements Message {}
