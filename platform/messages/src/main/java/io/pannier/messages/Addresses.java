package io.pannier.messages;

/** Every address of the event bus, declared once: {@code stage.noun.happened.v1}. */
public final class Addresses {
  /** {@link OfferAsked}, from the gateway to ingestion. */
  public static final String OFFER_ASKED = "gateway.offer.asked.v1";

  /** {@link EventsSubmitted}, to ingestion; answered by {@link SubmissionResult}. */
  public static final String EVENTS_SUBMITTED = "gateway.events.submitted.v1";

  /** {@link ProductsSubmitted}, to ingestion; answered by {@link SubmissionResult}. */
  public static final String PRODUCTS_SUBMITTED = "gateway.products.submitted.v1";

  /** {@link ShoppersSubmitted}, to ingestion; answered by {@link SubmissionResult}. */
  public static final String SHOPPERS_SUBMITTED = "gateway.shoppers.submitted.v1";

  /** {@link ShopperErasure}, to ingestion; answered by {@link ErasureReceipt}. */
  public static final String ERASURE_SUBMITTED = "gateway.erasure.submitted.v1";

  /** {@link SubscriptionOpened}, from the gateway to delivery; answered by {@link Subscribed}. */
  public static final String SUBSCRIPTION_OPENED = "gateway.subscription.opened.v1";

  /** {@link SubscriptionClosed}, from the gateway to delivery. */
  public static final String SUBSCRIPTION_CLOSED = "gateway.subscription.closed.v1";

  /** {@link EventsJournaled}, published to whoever follows the journal. */
  public static final String EVENTS_JOURNALED = "ingestion.events.journaled.v1";

  /** {@link ProductsStored}, published to the feature shards. */
  public static final String PRODUCTS_STORED = "ingestion.products.stored.v1";

  /** {@link ShopperErased}, published to whoever keeps something about shoppers. */
  public static final String SHOPPER_ERASED = "ingestion.shopper.erased.v1";

  /** {@link ProfilesStored}, published to the feature shards. */
  public static final String PROFILES_STORED = "ingestion.profiles.stored.v1";

  /** {@link ProductsPublished}, published to scoring. */
  public static final String PRODUCTS_PUBLISHED = "feature.products.published.v1";

  /** {@link ContextBuilt}, from a feature shard to scoring. */
  public static final String CONTEXT_BUILT = "feature.context.built.v1";

  /** {@link CandidatesScored}, from scoring to the optimizer. */
  public static final String CANDIDATES_SCORED = "scoring.candidates.scored.v1";

  /** {@link BundlesComposed}, from the optimizer to delivery. */
  public static final String BUNDLES_COMPOSED = "optimizer.bundles.composed.v1";

  private static final String OFFER_REQUESTED = "ingestion.offer.requested.v1.";

  private Addresses() {}

  /** {@link OfferRequest}, from ingestion to the feature shard that owns the shopper. */
  public static String offerRequested(int featureShard) {
    return OFFER_REQUESTED + featureShard;
  }
}
