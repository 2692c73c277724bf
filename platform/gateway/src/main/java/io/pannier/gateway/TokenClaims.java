package io.pannier.gateway;

import java.util.Set;

/**
 * What a browser token says.
 *
 * @param shop name of the shop
 * @param shopper empty where unknown
 * @param session empty where unknown; never both empty
 * @param placements what the browser may follow; empty for all of the shop
 * @param expiresAt milliseconds since the epoch
 */
public record TokenClaims(
    String shop, String shopper, String session, Set<String> placements, long expiresAt) {
  public TokenClaims {
    placements = Set.copyOf(placements);
  }

  boolean mayFollow(String placement) {
    return placements.isEmpty() || placements.contains(placement);
  }
}
