package io.pannier.messages;

import io.opentelemetry.api.trace.SpanContext;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A question that travels through the stages; each wraps it in what it found out.
 *
 * @param decision id of the decision to come, UUID version 7
 * @param cart item ordinals, without repetition
 * @param quantities units of each
 * @param cartId the connection's own number of this cart; -1 over HTTP
 * @param candidates for {@link Kind#RANK}: the items to rank
 * @param limit bundles or candidates wanted, ≥ 1
 * @param now event time of the question, milliseconds since the epoch
 * @param arrivedNanos {@link System#nanoTime()} at the door
 * @param deadlineNanos {@link System#nanoTime()} by which the offer must leave
 * @param warnings told to the caller, for example SKUs that are unknown
 * @param replyAddress where {@link OfferReady} goes
 * @param subscriber name of the connection that asked; empty over HTTP
 * @param query what is looked for, in words; empty where the cart and the shopper are the question
 * @param arm of the visitor; {@code placement} is what that arm is answered by
 */
public record OfferRequest(
    UUID decision,
    Shop shop,
    String shopper,
    long shopperKey,
    String session,
    Placement placement,
    int[] cart,
    int[] quantities,
    long cartId,
    int @Nullable [] candidates,
    Kind kind,
    int limit,
    boolean explain,
    long now,
    long arrivedNanos,
    long deadlineNanos,
    List<String> warnings,
    String replyAddress,
    String subscriber,
    SpanContext trace,
    String query,
    Arm arm)
    implements Message {
  /**
   * The session of questions that people ask from the console: answered like any other, shown to no
   * shopper, counted nowhere.
   */
  public static final String CONSOLE_SESSION = "pannier-console";

  /** A question without words, in a placement without a split. */
  public OfferRequest(
      UUID decision,
      Shop shop,
      String shopper,
      long shopperKey,
      String session,
      Placement placement,
      int[] cart,
      int[] quantities,
      long cartId,
      int @Nullable [] candidates,
      Kind kind,
      int limit,
      boolean explain,
      long now,
      long arrivedNanos,
      long deadlineNanos,
      List<String> warnings,
      String replyAddress,
      String subscriber,
      SpanContext trace) {
    this(
        decision,
        shop,
        shopper,
        shopperKey,
        session,
        placement,
        cart,
        quantities,
        cartId,
        candidates,
        kind,
        limit,
        explain,
        now,
        arrivedNanos,
        deadlineNanos,
        warnings,
        replyAddress,
        subscriber,
        trace,
        "",
        Arm.EVERYBODY);
  }

  public OfferRequest(
      UUID decision,
      Shop shop,
      String shopper,
      long shopperKey,
      String session,
      Placement placement,
      int[] cart,
      int[] quantities,
      long cartId,
      int @Nullable [] candidates,
      Kind kind,
      int limit,
      boolean explain,
      long now,
      long arrivedNanos,
      long deadlineNanos,
      List<String> warnings,
      String replyAddress,
      String subscriber,
      SpanContext trace,
      String query,
      Arm arm) {
    this.decision = decision;
    this.shop = shop;
    this.shopper = shopper;
    this.shopperKey = shopperKey;
    this.session = session;
    this.placement = placement;
    this.cart = cart;
    this.quantities = quantities;
    this.cartId = cartId;
    this.candidates = candidates;
    this.kind = kind;
    this.limit = limit;
    this.explain = explain;
    this.now = now;
    this.arrivedNanos = arrivedNanos;
    this.deadlineNanos = deadlineNanos;
    this.warnings = warnings;
    this.replyAddress = replyAddress;
    this.subscriber = subscriber;
    this.trace = trace;
    this.query = query;
    this.arm = arm;
  }

  /** What is wanted. */
  public enum Kind {
    /** Priced bundles. */
    BUNDLES,
    /** The given candidates in order. */
    RANK
  }

  /** Who asks: a shopper, else a session, else 0. */
  public long visitor() {
    return Keys.visitor(shop.number(), shopper, session);
  }

  /** Names the channel whose newest offer replaces older ones. */
  public Channel channel() {
    return new Channel(shop.number(), session.isEmpty() ? shopper : session, placement.name());
  }

  /** (shop, session, placement): what a subscriber follows. */
  public record Channel(int shop, String session, String placement) {}
}
