package io.pannier.gateway;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Signs and checks the short-lived tokens that a shop hands to its browsers: JWT (RFC 7519), HS256
 * only. Whoever holds the secret can speak for any shopper, so it never leaves the process.
 */
public final class BrowserTokens {
  private static final String ALGORITHM = "HS256";
  private static final String ISSUER = "pannier";
  private static final String AUDIENCE = "storefront";
  private static final int MIN_SECRET_BYTES = 32;
  private static final int MAX_TOKEN_CHARACTERS = 8_192;

  private final JWTAuth jwt;
  private final InstantSource clock;

  /**
   * @param secret at least 32 bytes, as long as the hash (RFC 7518, 3.2)
   * @throws PannierException CONFIG_INVALID for a shorter secret
   */
  public BrowserTokens(Vertx vertx, byte[] secret, InstantSource clock) {
    if (secret.length < MIN_SECRET_BYTES) {
      throw new PannierException(
          StandardErrorCode.CONFIG_INVALID,
          "the token secret has " + secret.length + " bytes; give at least " + MIN_SECRET_BYTES);
    }
    this.clock = clock;
    // Expiry is checked here, with the injected clock, so that an expired token is told apart.
    this.jwt =
        JWTAuth.create(
            vertx,
            new JWTAuthOptions()
                .addPubSecKey(
                    new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(Buffer.buffer(secret)))
                .setJWTOptions(
                    new JWTOptions()
                        .setIgnoreExpiration(true)
                        .setIssuer(ISSUER)
                        .addAudience(AUDIENCE)));
  }

  String sign(TokenClaims claims) {
    JsonObject body =
        new JsonObject()
            .put("shop", claims.shop())
            .put("shopper", claims.shopper())
            .put("session", claims.session())
            .put("placements", new JsonArray(claims.placements().stream().sorted().toList()))
            .put("exp", claims.expiresAt() / 1000);
    return jwt.generateToken(
        body, new JWTOptions().setAlgorithm(ALGORITHM).setIssuer(ISSUER).addAudience(AUDIENCE));
  }

  /** Completes with the claims, or fails with TOKEN_INVALID or TOKEN_EXPIRED. */
  Future<TokenClaims> verify(String token) {
    if (token.length() > MAX_TOKEN_CHARACTERS) {
      return Future.failedFuture(invalid(null));
    }
    return jwt.authenticate(new TokenCredentials(token))
        .recover(cause -> Future.failedFuture(invalid(cause)))
        .map(user -> claims(user.attributes().getJsonObject("accessToken", new JsonObject())));
  }

  private TokenClaims claims(JsonObject body) {
    long expiresAt;
    TokenClaims claims;
    try {
      Set<String> placements = new LinkedHashSet<>();
      for (Object placement : body.getJsonArray("placements", new JsonArray())) {
        placements.add((String) placement);
      }
      Long seconds = body.getLong("exp");
      String shop = body.getString("shop");
      if (seconds == null || shop == null) {
        throw invalid(null);
      }
      expiresAt = Math.multiplyExact(seconds, 1000L);
      claims =
          new TokenClaims(
              shop,
              body.getString("shopper", ""),
              body.getString("session", ""),
              placements,
              expiresAt);
    } catch (ClassCastException | ArithmeticException e) {
      throw invalid(e);
    }
    if (expiresAt <= clock.millis()) {
      throw new PannierException(
          StandardErrorCode.TOKEN_EXPIRED, "the browser token has expired; fetch a new one");
    }
    return claims;
  }

  private static PannierException invalid(@Nullable Throwable cause) {
    return new PannierException(
        StandardErrorCode.TOKEN_INVALID,
        "the browser token was not signed by this installation; fetch a new one",
        cause);
  }
}
