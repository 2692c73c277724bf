package io.pannier.gateway;

import io.pannier.messages.OfferAsked.CartLine;
import java.util.List;

/** What a storefront may say. */
sealed interface ClientMessage {
  /** Must come first. */
  record Connect(String token) implements ClientMessage {}

  /**
   * Wants the offers of a placement.
   *
   * @param sinceEpoch what was last seen; empty for nothing
   * @param sinceOffset what was last seen
   */
  record Subscribe(String placement, List<CartLine> cart, String sinceEpoch, long sinceOffset)
      implements ClientMessage {}

  /**
   * The cart has changed.
   *
   * @param id grows with every cart of the connection
   */
  record CartChanged(long id, String placement, List<CartLine> cart) implements ClientMessage {}

  /**
   * Something happened.
   *
   * @param id as far as it could be read, to name the event in an error
   * @param json the event with the token's shopper and session, whatever the browser said
   */
  record Event(String id, byte[] json) implements ClientMessage {}

  /** A newer token for the same shopper. */
  record Refresh(String token) implements ClientMessage {}

  /** No longer wants the offers of a placement. */
  record Unsubscribe(String placement) implements ClientMessage {}
}
