package io.pannier.messages;

import io.opentelemetry.api.trace.SpanContext;
import java.util.List;

/**
 * A cart, or a question over HTTP, as it came in: SKUs, not yet resolved.
 *
 * @param shopper empty where unknown
 * @param session empty where unknown
 * @param cart in the order of the sender
 * @param cartId the connection's own number of this cart; -1 over HTTP
 * @param candidates SKUs to rank; empty for a bundle
 * @param kind bundle or plain list
 * @param limit bundles or candidates wanted; 0 for the placement's own
 * @param replyAddress where {@link OfferReady} goes
 * @param subscriber name of the connection that asked; empty over HTTP
 * @param arrivedNanos {@link System#nanoTime()} at the door
 * @param query what is looked for, in words; empty where the cart and the shopper are the question
 */
public record OfferAsked(
    Shop shop,
    String shopper,
    String session,
    Placement placement,
    List<CartLine> cart,
    long cartId,
    List<String> candidates,
    OfferRequest.Kind kind,
    int limit,
    boolean explain,
    String replyAddress,
    String subscriber,
    long arrivedNanos,
    SpanContext trace,
    String query)
    implements Message {
  /** A question without words. */
  public OfferAsked(
      Shop shop,
      String shopper,
      String session,
      Placement placement,
      List<CartLine> cart,
      long cartId,
      List<String> candidates,
      OfferRequest.Kind kind,
      int limit,
      boolean explain,
      String replyAddress,
      String subscriber,
      long arrivedNanos,
      SpanContext trace) {
    this(
        shop,
        shopper,
        session,
        placement,
        cart,
        cartId,
        candidates,
        kind,
        limit,
        explain,
        replyAddress,
        subscriber,
        arrivedNanos,
        trace,
        "");
  }

  /**
   * @param quantity ≥ 1
   */
  public record CartLine(String sku, int quantity) {}
}
