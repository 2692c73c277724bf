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
    SpanContext trace)
    implements Message {
  /** What is wanted. */
  public enum Kind {
    /** Priced bundles. */
    BUNDLES,
    /** The given candidates in order. */
    RANK
  }

  /** Names the channel whose newest offer replaces older ones. */
  public Channel channel() {
    return new Channel(shop.number(), session.isEmpty() ? shopper : session, placement.name());
  }

  /** (shop, session, placement): what a subscriber follows. */
  public record Channel(int shop, String session, String placement) {}
}
