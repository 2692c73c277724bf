package io.pannier.gateway;

import io.pannier.messages.OfferRequest.Channel;
import io.pannier.messages.Shop;

/**
 * Whom a connection speaks for.
 *
 * @param claims of the newest token
 */
record Visitor(Shop shop, TokenClaims claims) {
  Channel channel(String placement) {
    String session = claims.session().isEmpty() ? claims.shopper() : claims.session();
    return new Channel(shop.number(), session, placement);
  }

  /** True when the newer token is for the same shopper in the same session of the same shop. */
  boolean isSameAs(TokenClaims newer) {
    return claims.shop().equals(newer.shop())
        && claims.shopper().equals(newer.shopper())
        && claims.session().equals(newer.session());
  }
}
