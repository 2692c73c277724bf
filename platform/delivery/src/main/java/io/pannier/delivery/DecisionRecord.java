package io.pannier.delivery;

import io.pannier.messages.BundlesComposed;
import io.pannier.messages.CandidatesScored;
import io.pannier.messages.OfferRequest;
import io.pannier.messages.Rung;
import io.pannier.messages.codec.ProblemCodec;
import io.pannier.spi.BundlingProblem;
import io.pannier.store.Decision;
import io.vertx.core.buffer.Buffer;

/** Writes what the ledger keeps of an answer: enough to compute it again, to the bit. */
final class DecisionRecord {
  private DecisionRecord() {}

  static Decision of(BundlesComposed composed, Rung rung, Buffer offer, long validUntil) {
    CandidatesScored scored = composed.scored();
    OfferRequest request = scored.request();
    BundlingProblem problem = composed.problem();
    return new Decision(
        request.decision(),
        request.shop().number(),
        request.placement().name(),
        request.placement().revision(),
        scored.strategy(),
        composed.strategy(),
        OfferWriter.model(composed),
        rung,
        request.shopper(),
        request.session(),
        validUntil,
        problem == null ? 0 : problem.seed(),
        composed.result().generations(),
        offer,
        problem == null ? null : Buffer.buffer(ProblemCodec.encode(problem)),
        timing(composed),
        request.placement().split().divides() ? request.arm().name() : "");
  }

  private static String timing(BundlesComposed composed) {
    CandidatesScored scored = composed.scored();
    long arrived = scored.request().arrivedNanos();
    return "{\"context\":"
        + (scored.builtNanos() - arrived)
        + ",\"scoring\":"
        + (scored.scoredNanos() - scored.builtNanos())
        + ",\"optimizer\":"
        + (composed.composedNanos() - scored.scoredNanos())
        + ",\"delivery\":"
        + (System.nanoTime() - composed.composedNanos())
        + "}";
  }
}
