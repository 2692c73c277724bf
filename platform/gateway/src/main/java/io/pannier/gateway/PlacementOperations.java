package io.pannier.gateway;

import io.pannier.messages.Placement;
import io.pannier.messages.Shop;
import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** Placements over HTTP: read one, change one and say why, see what its arms bring. */
final class PlacementOperations {
  private final KeyGate gate;
  private final BodyReader bodies;
  private final PlacementDirectory placements;
  private final ExperimentReport experiments;
  private final GatewayConfig config;

  PlacementOperations(
      KeyGate gate,
      BodyReader bodies,
      PlacementDirectory placements,
      ExperimentReport experiments,
      GatewayConfig config) {
    this.gate = gate;
    this.bodies = bodies;
    this.placements = placements;
    this.experiments = experiments;
    this.config = config;
  }

  Future<Answer> get(RoutingContext ctx) {
    return gate.admit(ctx, Scopes.ADMIN)
        .map(
            admission ->
                answer(
                    OfferOperations.known(placements, admission.shop(), ctx.pathParam("name")),
                    admission.shop()));
  }

  Future<Answer> put(RoutingContext ctx) {
    return gate.admit(ctx, Scopes.ADMIN)
        .compose(
            admission ->
                bodies
                    .read(ctx.request(), config.maxQuestion(), BodyReader.JSON)
                    .compose(body -> change(admission, ctx.pathParam("name"), body)));
  }

  Future<Answer> experiment(RoutingContext ctx) {
    return gate.admit(ctx, Scopes.ADMIN)
        .compose(
            admission ->
                experiments.of(
                    admission.shop(),
                    OfferOperations.known(placements, admission.shop(), ctx.pathParam("name"))))
        .map(report -> Answer.json(200, report));
  }

  private Future<Answer> change(Admission admission, String name, Buffer body) {
    if (!PlacementJson.NAME.matcher(name).matches()) {
      throw new PannierException(
          StandardErrorCode.ID_INVALID, "a placement's name has 1 to 64 of a-z, 0-9 and -");
    }
    Shop shop = admission.shop();
    Placement current = placements.find(shop, name).orElseGet(() -> Placement.standard(name));
    PlacementJson.Change change = PlacementJson.read(body, current, shop);
    return placements
        .put(shop, change.placement(), admission.caller().label(), change.reason())
        .map(stored -> answer(stored, shop));
  }

  private static Answer answer(Placement placement, Shop shop) {
    return Answer.json(200, PlacementJson.write(placement, shop));
  }
}
