package io.pannier.messages;

/** Anything that crosses the event bus. Implementations are immutable. */
public sealed interface Message
    permits OfferAsked,
        EventsSubmitted,
        ProductsSubmitted,
        ShoppersSubmitted,
        SubmissionResult,
        ShopperErasure,
        ErasureReceipt,
        ShopperErased,
        ProfilesStored,
        SubscriptionOpened,
        SubscriptionClosed,
        Subscribed,
        EventsJournaled,
        ProductsStored,
        ProductsPublished,
        OfferRequest,
        ContextBuilt,
        CandidatesScored,
        BundlesComposed,
        OfferReady {}
