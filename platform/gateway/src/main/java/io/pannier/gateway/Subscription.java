package io.pannier.gateway;

import io.opentelemetry.api.trace.Span;
import io.pannier.messages.OfferAsked.CartLine;
import io.pannier.messages.OfferReady;
import io.pannier.messages.OfferRequest.Channel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One placement that a connection follows. Until delivery has confirmed it, the newest cart and the
 * newest offer wait here, so that {@code subscribed} is always told first. Used on one event loop.
 */
final class Subscription {
  private final Channel channel;
  private boolean confirmed;
  private @Nullable Asked waiting;
  private @Nullable OfferReady early;
  private @Nullable Asked open;
  private @Nullable Span span;

  /**
   * A cart for which an offer is wanted.
   *
   * @param id -1 for the cart of {@code subscribe}
   * @param arrivedNanos {@link System#nanoTime()} at the door
   */
  record Asked(long id, List<CartLine> cart, long arrivedNanos) {}

  Subscription(Channel channel) {
    this.channel = channel;
  }

  Channel channel() {
    return channel;
  }

  boolean confirmed() {
    return confirmed;
  }

  /** Keeps a cart until the subscription is confirmed; a newer one replaces it. */
  void await(Asked asked) {
    waiting = asked;
  }

  /** True when a cart waits for the confirmation. */
  boolean awaits() {
    return waiting != null;
  }

  /** Keeps an offer that came before the confirmation. */
  void hold(OfferReady ready) {
    early = ready;
  }

  /**
   * Marks the subscription as known to delivery.
   *
   * @return the cart that waits, or null
   */
  @Nullable Asked confirm() {
    confirmed = true;
    Asked asked = waiting;
    waiting = null;
    return asked;
  }

  /** The offer that came before the confirmation, once. */
  @Nullable OfferReady release() {
    OfferReady ready = early;
    early = null;
    return ready;
  }

  /** Remembers the newest cart that is under way, and ends the span of the one before. */
  void asked(Asked asked, Span newSpan) {
    end();
    open = asked;
    span = newSpan;
  }

  /**
   * Takes note of an offer.
   *
   * @return nanoseconds since its cart arrived; -1 when that is not the newest cart
   */
  long answered(OfferReady ready) {
    Asked asked = open;
    if (asked == null || asked.id() != ready.cartId()) {
      return -1;
    }
    open = null;
    end();
    return System.nanoTime() - asked.arrivedNanos();
  }

  /** Ends the span of a cart that is still under way. */
  void end() {
    if (span != null) {
      span.end();
      span = null;
    }
  }
}
