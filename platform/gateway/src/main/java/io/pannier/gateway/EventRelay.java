package io.pannier.gateway;

import io.pannier.messages.Addresses;
import io.pannier.messages.EventsSubmitted;
import io.pannier.messages.ShopEvent;
import io.pannier.messages.SubmissionResult;
import io.pannier.messages.SubmissionResult.Rejected;
import io.pannier.messages.json.EventJson;
import io.pannier.messages.json.EventWindow;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.InstantSource;
import java.util.List;

/** Submits the events of one connection and bounds how many of them wait. */
final class EventRelay {
  private static final int[] FIRST = {0};

  private final Vertx vertx;
  private final InstantSource clock;
  private final int maxPending;
  private final DeliveryOptions options;
  private int pending;

  EventRelay(Vertx vertx, InstantSource clock, GatewayConfig config) {
    this.vertx = vertx;
    this.clock = clock;
    this.maxPending = config.storefront().maxPendingEvents();
    this.options = new DeliveryOptions().setSendTimeout(config.submissionTimeout().toMillis());
  }

  /** Completes with the event's id once it is durable, also when it was so before. */
  Future<String> submit(Visitor visitor, byte[] json) {
    if (pending >= maxPending) {
      throw new PannierException(
          StandardErrorCode.OVERLOADED,
          maxPending + " events of this connection wait already; wait for their ack");
    }
    ShopEvent event = EventJson.one(visitor.shop(), json, EventWindow.live(clock.millis()));
    pending++;
    return vertx
        .eventBus()
        .<SubmissionResult>request(
            Addresses.EVENTS_SUBMITTED,
            new EventsSubmitted(visitor.shop(), List.of(event), FIRST, false),
            options)
        .onComplete(ignored -> pending--)
        .map(
            reply -> {
              for (Rejected rejected : reply.body().rejected()) {
                throw new PannierException(rejected.code(), rejected.message());
              }
              return event.id();
            });
  }
}
