package io.pannier.gateway;

import io.opentelemetry.api.trace.Span;
import io.pannier.messages.Addresses;
import io.pannier.messages.OfferAsked;
import io.pannier.messages.OfferReady;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.Placement;
import io.pannier.messages.Subscribed;
import io.pannier.messages.SubscriptionClosed;
import io.pannier.messages.SubscriptionOpened;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The placements that one connection follows, and the carts that it sends for them. */
final class Subscriptions {
  private final Vertx vertx;
  private final PlacementDirectory placements;
  private final Tracing tracing;
  private final GatewayMetrics metrics;
  private final Outbox outbox;
  private final String subscriber;
  private final String address;
  private final int max;
  private final DeliveryOptions options;
  private final Map<String, Subscription> byPlacement = new HashMap<>();
  private long newestCart = -1;

  /**
   * @param subscriber name of the connection
   * @param address where its offers arrive
   */
  Subscriptions(
      Vertx vertx,
      PlacementDirectory placements,
      Tracing tracing,
      GatewayMetrics metrics,
      Outbox outbox,
      String subscriber,
      String address,
      GatewayConfig config) {
    this.vertx = vertx;
    this.placements = placements;
    this.tracing = tracing;
    this.metrics = metrics;
    this.outbox = outbox;
    this.subscriber = subscriber;
    this.address = address;
    this.max = config.storefront().maxSubscriptions();
    this.options = new DeliveryOptions().setSendTimeout(config.submissionTimeout().toMillis());
  }

  /**
   * Opens a subscription; the cart is asked for once delivery has confirmed it, unless the
   * subscriber's state was recovered.
   *
   * @return completes with what to tell the subscriber before any offer; null when it has left
   *     meanwhile
   */
  Future<@Nullable Subscribed> open(
      Visitor visitor, ClientMessage.Subscribe wanted, long arrivedNanos) {
    String name = wanted.placement();
    if (!visitor.claims().mayFollow(name)) {
      throw new PannierException(
          StandardErrorCode.FORBIDDEN, "the token does not allow placement " + name);
    }
    OfferOperations.known(placements, visitor.shop(), name);
    if (byPlacement.size() >= max && !byPlacement.containsKey(name)) {
      throw new PannierException(
          StandardErrorCode.SUBSCRIPTIONS_EXCEEDED,
          "a connection may follow at most " + max + " placements");
    }
    Subscription subscription = new Subscription(visitor.channel(name));
    Subscription before = byPlacement.put(name, subscription);
    if (before != null) {
      before.end();
    }
    outbox.forget(name);
    return vertx
        .eventBus()
        .<Subscribed>request(
            Addresses.SUBSCRIPTION_OPENED,
            new SubscriptionOpened(
                subscription.channel(),
                subscriber,
                address,
                wanted.sinceEpoch(),
                wanted.sinceOffset()),
            options)
        .map(
            reply -> {
              if (byPlacement.get(name) != subscription) {
                return null;
              }
              if (!reply.body().recovered() && !subscription.awaits()) {
                subscription.await(new Subscription.Asked(-1, wanted.cart(), arrivedNanos));
              }
              return reply.body();
            })
        .onFailure(ignored -> byPlacement.remove(name, subscription));
  }

  /** Goes on after the subscriber was told: sends what came early, asks for what waits. */
  void confirm(Visitor visitor, String placement) {
    Subscription subscription = byPlacement.get(placement);
    if (subscription == null) {
      return;
    }
    Subscription.Asked waiting = subscription.confirm();
    OfferReady early = subscription.release();
    if (early != null) {
      offer(early);
    }
    if (waiting != null) {
      ask(visitor, subscription, waiting);
    }
  }

  /**
   * Asks for the offer to a new cart.
   *
   * @throws PannierException MESSAGE_OUT_OF_ORDER unless the cart's id is higher than every one
   *     before
   */
  void cart(Visitor visitor, ClientMessage.CartChanged changed, long arrivedNanos) {
    Subscription subscription = byPlacement.get(changed.placement());
    if (subscription == null) {
      throw new PannierException(
          StandardErrorCode.PLACEMENT_UNKNOWN,
          "this connection does not follow placement " + changed.placement() + "; subscribe first");
    }
    if (changed.id() <= newestCart) {
      throw new PannierException(
          StandardErrorCode.MESSAGE_OUT_OF_ORDER,
          "cart " + changed.id() + " came after cart " + newestCart + "; ids must grow");
    }
    newestCart = changed.id();
    Subscription.Asked asked = new Subscription.Asked(changed.id(), changed.cart(), arrivedNanos);
    if (subscription.confirmed()) {
      ask(visitor, subscription, asked);
    } else {
      subscription.await(asked);
    }
  }

  /** Takes an offer that delivery has sent. */
  void offer(OfferReady ready) {
    Subscription subscription = byPlacement.get(ready.channel().placement());
    if (subscription == null || !subscription.channel().equals(ready.channel())) {
      return;
    }
    if (!subscription.confirmed()) {
      subscription.hold(ready);
      return;
    }
    long nanos = subscription.answered(ready);
    if (nanos >= 0) {
      metrics.offered(nanos);
    }
    outbox.offer(ready);
  }

  void close(String placement) {
    Subscription subscription = byPlacement.remove(placement);
    if (subscription != null) {
      outbox.forget(placement);
      leave(subscription);
    }
  }

  void closeAll() {
    List<Subscription> all = List.copyOf(byPlacement.values());
    byPlacement.clear();
    all.forEach(this::leave);
  }

  private void leave(Subscription subscription) {
    subscription.end();
    vertx
        .eventBus()
        .send(
            Addresses.SUBSCRIPTION_CLOSED,
            new SubscriptionClosed(subscription.channel(), subscriber));
  }

  private void ask(Visitor visitor, Subscription subscription, Subscription.Asked asked) {
    // Looked up anew for each cart, so that a changed placement takes effect at once.
    Placement placement =
        OfferOperations.known(placements, visitor.shop(), subscription.channel().placement());
    Span span = tracing.root("offer.socket");
    subscription.asked(asked, span);
    vertx
        .eventBus()
        .send(
            Addresses.OFFER_ASKED,
            new OfferAsked(
                visitor.shop(),
                visitor.claims().shopper(),
                visitor.claims().session(),
                placement,
                asked.cart(),
                asked.id(),
                List.of(),
                OfferRequest.Kind.BUNDLES,
                0,
                false,
                address,
                subscriber,
                asked.arrivedNanos(),
                span.getSpanContext()));
  }
}
