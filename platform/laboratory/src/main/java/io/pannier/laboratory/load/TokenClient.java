package io.pannier.laboratory.load;

import static io.pannier.spi.StandardErrorCode.UNAUTHENTICATED;

import io.pannier.spi.PannierException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** Buys browser tokens with an API key, as a shop's own server does for its pages. */
public final class TokenClient {
  /**
   * A browser token.
   *
   * @param expiresAt when the server stops taking it
   */
  public record Token(String token, Instant expiresAt) {
    /** Hides the token. */
    @Override
    public String toString() {
      return "Token[expiresAt=" + expiresAt + "]";
    }
  }

  private final HttpClient client;
  private final ShopAccess access;

  public TokenClient(HttpClient client, ShopAccess access) {
    this.client = client;
    this.access = access;
  }

  /** Asks for a token; fails with UNAUTHENTICATED if the server does not give one. */
  public Future<Token> token(String shopper, String session, List<String> placements) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(access.host())
            .setPort(access.port())
            .setSsl(access.tls())
            .setURI(access.shopPath("tokens"))
            .putHeader("Authorization", "Bearer " + access.apiKey())
            .putHeader("Content-Type", "application/json");
    JsonObject body =
        new JsonObject()
            .put("shopper", shopper)
            .put("session", session)
            .put("placements", new JsonArray(placements));
    return client
        .request(options)
        .compose(request -> request.send(body.toBuffer()))
        .compose(
            response ->
                response
                    .body()
                    .map(
                        answer -> {
                          if (response.statusCode() / 100 != 2) {
                            throw new PannierException(
                                UNAUTHENTICATED,
                                access
                                    + " gave no token: HTTP "
                                    + response.statusCode()
                                    + " "
                                    + answer);
                          }
                          JsonObject json = answer.toJsonObject();
                          return new Token(
                              json.getString("token"), Instant.parse(json.getString("expiresAt")));
                        }));
  }
}
