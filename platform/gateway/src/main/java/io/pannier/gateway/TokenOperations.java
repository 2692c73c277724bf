package io.pannier.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/** Hands out browser tokens to the shop's own servers. */
final class TokenOperations {
  private static final int MAX_PLACEMENTS = 64;

  private final KeyGate gate;
  private final BodyReader bodies;
  private final GatewayPorts ports;
  private final GatewayConfig config;

  TokenOperations(KeyGate gate, BodyReader bodies, GatewayPorts ports, GatewayConfig config) {
    this.gate = gate;
    this.bodies = bodies;
    this.ports = ports;
    this.config = config;
  }

  Future<Answer> create(RoutingContext ctx) {
    return gate.admit(ctx, Scopes.OFFERS)
        .compose(
            admission ->
                bodies
                    .read(ctx.request(), config.maxQuestion(), BodyReader.JSON)
                    .map(body -> sign(admission.shop(), body)));
  }

  private Answer sign(Shop shop, Buffer body) {
    Draft draft = new Draft();
    RequestJson.read(body, draft::field);
    if (draft.shopper.isEmpty() && draft.session.isEmpty()) {
      throw new PannierException(
          StandardErrorCode.FIELD_MISSING, "name a shopper, a session, or both");
    }
    for (String placement : draft.placements) {
      OfferOperations.known(ports.placements(), shop, placement);
    }
    // Whole seconds, as the token states them.
    long expiresAt = (ports.clock().millis() + config.tokenLifetime().toMillis()) / 1000 * 1000;
    String token =
        ports
            .tokens()
            .sign(
                new TokenClaims(
                    shop.name(), draft.shopper, draft.session, draft.placements, expiresAt));
    return Answer.json(
        200,
        new JsonObject()
            .put("token", token)
            .put("expiresAt", Instant.ofEpochMilli(expiresAt).toString()));
  }

  /** The fields seen so far. */
  private static final class Draft {
    private String shopper = "";
    private String session = "";
    private final Set<String> placements = new LinkedHashSet<>();

    void field(String name, JsonParser parser) throws IOException {
      switch (name) {
        case "shopper" -> shopper = RequestJson.id(name, parser);
        case "session" -> session = RequestJson.id(name, parser);
        case "placements" -> placements(parser);
        default -> {}
      }
    }

    private void placements(JsonParser parser) throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        return;
      }
      RequestJson.expect("placements", parser, JsonToken.START_ARRAY, "an array of names");
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        placements.add(RequestJson.required("placements", RequestJson.id("placements", parser)));
        if (placements.size() > MAX_PLACEMENTS) {
          throw RequestJson.invalid("placements", "at most " + MAX_PLACEMENTS + " names");
        }
      }
    }
  }
}
