package io.pannier.gateway;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Decisions for the shop's own checkout: the offer as it was answered, whether its prices still
 * bind, and for whom it was made.
 */
final class DecisionOperations {
  private final KeyGate gate;
  private final DecisionLookup decisions;
  private final InstantSource clock;

  DecisionOperations(KeyGate gate, DecisionLookup decisions, InstantSource clock) {
    this.gate = gate;
    this.decisions = decisions;
    this.clock = clock;
  }

  Future<Answer> get(RoutingContext ctx) {
    return gate.admit(ctx, Scopes.OFFERS)
        .compose(
            admission -> {
              UUID id = id(ctx.pathParam("id"));
              return decisions
                  .find(admission.shop(), id)
                  .map(
                      found ->
                          Answer.json(
                              200, answer(found.orElseThrow(() -> unknown(id.toString())))));
            });
  }

  /** Puts the fields about the decision in front of the offer's own, which stay byte for byte. */
  private Buffer answer(RecordedDecision decision) {
    Buffer about =
        new JsonObject()
            .put("binding", clock.millis() < validUntil(decision.offer()))
            .put("decidedAt", Instant.ofEpochMilli(decision.decidedAt()).toString())
            .put("shopper", decision.shopper())
            .put("session", decision.session())
            .toBuffer();
    Buffer offer = decision.offer();
    Buffer answer = Buffer.buffer(about.length() + offer.length());
    answer.appendBuffer(about, 0, about.length() - 1);
    answer.appendByte((byte) ',');
    int brace = 0;
    while (offer.getByte(brace) != '{') {
      brace++;
    }
    return answer.appendBuffer(offer, brace + 1, offer.length() - brace - 1);
  }

  private static long validUntil(Buffer offer) {
    long[] until = {Long.MIN_VALUE};
    RequestJson.read(
        offer,
        (name, parser) -> {
          if (name.equals("validUntil")) {
            until[0] = Instant.parse(parser.getText()).toEpochMilli();
          }
        });
    return until[0];
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw unknown(text);
    }
  }

  private static PannierException unknown(String id) {
    return new PannierException(
        StandardErrorCode.DECISION_UNKNOWN, "the shop has no decision " + id);
  }
}
