package io.pannier.gateway;

import io.pannier.messages.OfferRequest;
import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.messages.rules.Rules;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** Offers and rankings over HTTP. */
final class OfferOperations {
  private final KeyGate gate;
  private final BodyReader bodies;
  private final PlacementDirectory placements;
  private final OfferDesk desk;
  private final Tracing tracing;
  private final GatewayConfig config;

  OfferOperations(
      KeyGate gate,
      BodyReader bodies,
      PlacementDirectory placements,
      OfferDesk desk,
      Tracing tracing,
      GatewayConfig config) {
    this.gate = gate;
    this.bodies = bodies;
    this.placements = placements;
    this.desk = desk;
    this.tracing = tracing;
    this.config = config;
  }

  Future<Answer> offers(RoutingContext ctx) {
    return run(ctx, OfferRequest.Kind.BUNDLES);
  }

  Future<Answer> rank(RoutingContext ctx) {
    return run(ctx, OfferRequest.Kind.RANK);
  }

  private Future<Answer> run(RoutingContext ctx, OfferRequest.Kind kind) {
    long arrived = System.nanoTime();
    return gate.admit(ctx, Scopes.OFFERS)
        .compose(
            admission ->
                bodies
                    .read(ctx.request(), config.maxQuestion(), BodyReader.JSON)
                    .compose(body -> ask(ctx, admission.shop(), body, kind, arrived)))
        .map(offer -> Answer.json(200, offer));
  }

  private Future<Buffer> ask(
      RoutingContext ctx, Shop shop, Buffer body, OfferRequest.Kind kind, long arrived) {
    OfferQuestion question = OfferQuestion.read(body, kind, config);
    Placement placement = known(placements, shop, question.placement());
    return desk.ask(
        shop,
        question.rules() ? placement : placement.withRules(Rules.NONE),
        question,
        kind,
        arrived,
        tracing.fromHeaders("offer.http", ctx.request().headers()));
  }

  static Placement known(PlacementDirectory placements, Shop shop, String name) {
    return placements
        .find(shop, name)
        .orElseThrow(
            () ->
                new PannierException(
                    StandardErrorCode.PLACEMENT_UNKNOWN,
                    "shop " + shop.name() + " has no placement " + name));
  }
}
