package io.pannier.gateway;

import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Lets requests with an API key pass: the key must be known, of the shop in the path, allowed to do
 * this, and within its rate.
 */
final class KeyGate {
  private static final String SCHEME = "Bearer ";
  private static final int MAX_KEY_CHARACTERS = 512;

  private final ShopDirectory shops;
  private final KeyCheck keys;
  private final RateLimits limits;

  KeyGate(ShopDirectory shops, KeyCheck keys, RateLimits limits) {
    this.shops = shops;
    this.keys = keys;
    this.limits = limits;
  }

  /** Completes with who asks, or fails with UNAUTHENTICATED, FORBIDDEN or RATE_LIMITED. */
  Future<Admission> admit(RoutingContext ctx, String scope) {
    String header = ctx.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Future.failedFuture(
          new PannierException(
              StandardErrorCode.UNAUTHENTICATED,
              "no API key; send it as Authorization: Bearer <apiKey>"));
    }
    String key = header.substring(SCHEME.length()).trim();
    if (key.isEmpty() || key.length() > MAX_KEY_CHARACTERS) {
      return Future.failedFuture(unknownKey());
    }
    return keys.authenticate(key).map(caller -> check(ctx, caller, scope));
  }

  private Admission check(RoutingContext ctx, Optional<Caller> known, String scope) {
    Caller caller = known.orElseThrow(KeyGate::unknownKey);
    long wait = limits.take(caller.id());
    if (wait > 0) {
      ctx.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait));
      throw new PannierException(
          StandardErrorCode.RATE_LIMITED,
          "the key's rate is used up; the next request may come in " + wait + " s");
    }
    String shopName = ctx.pathParam("shop");
    // The same answer whether or not the other shop exists: a key learns nothing of its neighbours.
    if (!caller.shop().equals(shopName)) {
      throw new PannierException(
          StandardErrorCode.FORBIDDEN, "the key is of another shop than " + shopName);
    }
    if (!caller.may(scope)) {
      throw new PannierException(
          StandardErrorCode.FORBIDDEN, "the key lacks the scope " + scope + " for this call");
    }
    Shop shop =
        shops
            .find(shopName)
            .orElseThrow(
                () ->
                    new PannierException(
                        StandardErrorCode.SHOP_UNKNOWN, "there is no shop " + shopName));
    return new Admission(shop, caller);
  }

  private static PannierException unknownKey() {
    return new PannierException(
        StandardErrorCode.UNAUTHENTICATED, "the API key is unknown or revoked");
  }
}
